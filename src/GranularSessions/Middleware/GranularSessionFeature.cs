using GranularSessions.Cookies;
using GranularSessions.Observability;
using GranularSessions.Sessions;
using GranularSessions.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace GranularSessions.Middleware;

/// <summary>One request's session, from its first pass through the middleware, over re-executions, to its end.</summary>
internal sealed class GranularSessionFeature : ISessionFeature
{
    private readonly HttpContext _context;
    private readonly ILogger _logger;
    private readonly HttpSessionCookieSink _cookie;
    private readonly SessionChannel _channel;
    private readonly GranularSession _session;
    private readonly bool _hasPresentedCookie;
    private IExceptionHandlerFeature? _handledFailure;
    private bool _hasPipelineReturned;

    public GranularSessionFeature(HttpContext context, SessionServices services, SessionCookie cookie, ILogger logger)
    {
        _context = context;
        _logger = logger;
        _cookie = new HttpSessionCookieSink(context, cookie, logger);
        var cookieValue = cookie.Read(context);
        var presented = SessionCredential.Parse(cookieValue);
        if (cookieValue is not null && presented is null)
        {
            logger.MalformedCookie();
        }

        _hasPresentedCookie = presented is not null;
        _channel = new SessionChannel(services, _cookie, presented);
        _session = new GranularSession(_channel, services);
        _session.Changing += DiscardChangesOfFailedHandler;
        Session = _session;
    }

    /// <summary>Raised when an exception handler inside this middleware has taken over from a handler that threw.</summary>
    public event Action? HandlerFailed;

    public ISession Session { get; set; }

    public SessionState State => _session.State;

    /// <summary>Whether the next start of the response has something to commit.</summary>
    public bool HasPendingChanges
    {
        get
        {
            if (!_session.HasChanges)
            {
                return false;
            }

            DiscardChangesOfFailedHandler();
            return _session.HasChanges;
        }
    }

    /// <summary>Begins a pass through the pipeline, the first or a re-execution.</summary>
    public void EnterPipeline()
    {
        // The failure of an earlier pass has discarded that pass's changes already.
        _handledFailure = _context.Features.Get<IExceptionHandlerFeature>();
        _hasPipelineReturned = false;
        _session.Reopen();
    }

    /// <summary>Ends a pass. Where the response has started nothing can follow that would commit.</summary>
    public void LeavePipeline()
    {
        _hasPipelineReturned = true;
        if (_context.Response.HasStarted)
        {
            _session.Close();
        }
    }

    /// <summary>Ends the request: the context goes back to the server's pool.</summary>
    public Task CompleteAsync()
    {
        _session.Close();
        _session.Changing -= DiscardChangesOfFailedHandler;
        _cookie.Detach();
        return Task.CompletedTask;
    }

    public void DiscardChanges()
    {
        if (_session.HasChanges)
        {
            _logger.ChangesDiscarded();
            _session.DiscardChanges();
        }
    }

    /// <summary>Commits what the handler changed through ISession.</summary>
    public async ValueTask CommitAsync()
    {
        // Whatever the client does: the store's timeout bounds it.
        if (HasPendingChanges)
        {
            await _session.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="CommitAsync"/>, for handlers that write the response synchronously.</summary>
    public void Commit()
    {
        if (HasPendingChanges)
        {
            _session.Commit();
        }
    }

    /// <summary>Commits what was changed after the response started: a failure can only be shown by breaking the response off.</summary>
    public async Task CommitLateAsync()
    {
        try
        {
            await CommitAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _logger.LateCommitFailed(exception);
            _session.DiscardChanges();
            _context.Abort();
        }
    }

    /// <summary>Counts a request that did not touch its session as activity.</summary>
    public async Task RefreshAsync()
    {
        if (!_hasPresentedCookie || _channel.HasExecuted)
        {
            return;
        }

        try
        {
            await _channel.ExecuteAsync(new TouchSession(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (SessionException exception)
        {
            // Nothing is lost: the session ends a request's interval early at worst.
            _logger.RefreshFailed(exception);
        }
    }

    /// <summary>Runs as the last of the response's OnStarting callbacks, after those that write to the session themselves.</summary>
    public async Task OnStartingAsync()
    {
        if (_session.HasWrites && !_channel.IsEstablished)
        {
            await PrepareLateWritesAsync().ConfigureAwait(false);
        }

        await _channel.WhenIdentityRestsAsync(_cookie.Send).ConfigureAwait(false);
        if (_hasPipelineReturned)
        {
            await CommitLateAsync().ConfigureAwait(false);
            _session.Close();
        }
    }

    /// <summary>The second commit comes after the headers, so it is decided now whether it will need a new cookie.</summary>
    private async Task PrepareLateWritesAsync()
    {
        try
        {
            await _session.LoadAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (SessionException)
        {
            // A throw in OnStarting cannot be rendered; the commit meets the same failure and reports it.
            return;
        }

        await _channel.ReserveAsync().ConfigureAwait(false);
    }

    private void DiscardChangesOfFailedHandler()
    {
        // An exception handler inside this middleware keeps the handler's exception from it.
        var failure = _context.Features.Get<IExceptionHandlerFeature>();
        if (failure is not null && failure != _handledFailure)
        {
            _handledFailure = failure;
            DiscardChanges();
            HandlerFailed?.Invoke();
        }
    }
}
