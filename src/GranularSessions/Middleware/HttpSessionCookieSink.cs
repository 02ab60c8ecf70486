using GranularSessions.Cookies;
using GranularSessions.Observability;
using GranularSessions.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace GranularSessions.Middleware;

/// <summary>Keeps the cookie until the response starts: a header set earlier would be erased by UseExceptionHandler.</summary>
internal sealed class HttpSessionCookieSink(HttpContext context, SessionCookie cookie, ILogger logger) : SessionCookieSink
{
    private readonly Lock _lock = new();

    // The server pools contexts; after the request this one may belong to another visitor.
    private HttpContext? _context = context;
    private Action<HttpContext>? _pending;
    private bool _isSent;

    public override bool CanSend
    {
        get
        {
            lock (_lock)
            {
                return _context is { Response.HasStarted: false } && !_isSent;
            }
        }
    }

    public override void EnsureConsent()
    {
        lock (_lock)
        {
            if (!cookie.IsEssential && _context?.Features.Get<ITrackingConsentFeature>() is { CanTrack: false })
            {
                throw new SessionConsentRequiredException(
                    "The visitor has not consented to cookies and the session cookie is not essential (GranularSessionOptions.Cookie.IsEssential).");
            }
        }
    }

    public override void Issue(SessionCredential credential)
    {
        lock (_lock)
        {
            _pending = context => cookie.Append(context, credential.CookieValue);
            if (_context is not null && cookie.IsRefusedOver(_context))
            {
                logger.SecureCookieOverHttp();
            }
        }
    }

    public override void Expire()
    {
        lock (_lock)
        {
            _pending = _context is not null && cookie.Read(_context) is not null ? cookie.Delete : null;
        }
    }

    /// <summary>Writes the header; from now on no cookie can be sent.</summary>
    public void Send()
    {
        lock (_lock)
        {
            _isSent = true;
            if (_context is not null)
            {
                _pending?.Invoke(_context);
            }
        }
    }

    public void Detach()
    {
        lock (_lock)
        {
            _context = null;
        }
    }
}
