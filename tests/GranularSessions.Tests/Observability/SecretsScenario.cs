using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GranularSessions.Tests.Observability;

/// <summary>An app with an endpoint for every operation; it collects the secrets, and where they might have been written.</summary>
public abstract class SecretsScenario : IDisposable
{
    private readonly string _value = $"value-{Guid.NewGuid()}";
    private readonly ConcurrentQueue<string> _secrets = new();
    private readonly ConcurrentQueue<Exception> _thrown = new();
    private readonly RecordedTelemetry _telemetry;

    protected SecretsScenario()
    {
        _telemetry = new RecordedTelemetry(StoreName);
        _secrets.Enqueue(User);
        _secrets.Enqueue(_value);
    }

    /// <summary>The app's clock.</summary>
    protected virtual TimeProvider Clock { get; } = new ManualTimeProvider();

    protected string StoreName { get; } = $"store_{Guid.NewGuid():N}";

    protected string User { get; } = $"user-{Guid.NewGuid()}";

    public void Dispose()
    {
        _telemetry.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static void Configure(GranularSessionOptions options)
    {
        options.MaxUpdateAttempts = 1;
        options.MaxValueBytes = 1024;
    }

    protected void Map(WebApplication app)
    {
        app.Act("/operations", (context, state) => OperateAsync(context, state));
        app.Act("/sign-in", (_, state) => TryAsync(() => state.SignInAsync(User)));
        app.Act("/regenerate", (_, state) => TryAsync(() => state.RegenerateIdAsync()));
        app.Act("/destroy", (_, state) => TryAsync(() => state.DestroyAsync()));
        app.Act("/read-then-write", (context, state) => TryAsync(async () =>
        {
            await state.Counter("visits").GetAsync();
            context.Session.SetString("entry", _value);
            await context.Session.CommitAsync();
            await state.Counter("visits").IncrementAsync();
        }));
        app.Act("/fail", (_, _) => throw new InvalidOperationException("The handler failed."));
    }

    protected void AddSecret(string secret) => _secrets.Enqueue(secret);

    /// <param name="app">The app, for its log.</param>
    /// <param name="failures">Exceptions that must have been thrown, or the test has looked at nothing.</param>
    protected void AssertNoSecretIsWritten(SessionApp app, params Type[] failures)
    {
        var written = app.Log.Text + string.Join('\n', _thrown) + string.Join('\n', _telemetry.Measurements)
            + string.Join('\n', _telemetry.Activities.Select(activity =>
                $"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(item => item.Tags))}"));
        Assert.Contains("granularsessions add_to_counter", written, StringComparison.Ordinal);
        Assert.Empty(failures.Except(_thrown.Select(exception => exception.GetType())));
        Assert.True(_secrets.Distinct().Count() > 20, $"{_secrets.Count} secrets");
        Assert.All(_secrets, secret => Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase));
    }

    private async Task OperateAsync(HttpContext context, SessionState state)
    {
        var id = SessionOperationId.Create(Clock);
        _secrets.Enqueue(id.ToString());
        await TryAsync(() => state.Counter("visits").IncrementAsync());
        await TryAsync(() => state.Counter("visits").SetAsync(long.MaxValue));
        await TryAsync(() => state.Counter("visits").IncrementAsync());
        await TryAsync(() => state.Counter("visits").RemoveAsync());
        await TryAsync(() => state.WithOperation(id).Counter("clicks").IncrementAsync());
        await TryAsync(() => state.WithOperation(id).Counter("clicks").IncrementAsync(2));
        await TryAsync(() => state.WithOperation(id).SignInAsync(User));
        await TryAsync(() => state.Set<string>("set").AddAsync(_value));
        await TryAsync(() => state.Set<int>("set").GetAllAsync());
        await TryAsync(() => state.Map<string>("map").SetAsync(_value, _value));
        await TryAsync(() => state.Map<int>("map").IncrementAsync("number"));
        await TryAsync(() => state.Map<int>("map").GetAllAsync());
        await TryAsync(() => state.List<string>("list").AppendAsync(_value));
        await TryAsync(() => state.List<string>("set").AppendAsync(_value));
        await TryAsync(() => state.Value<string>("value").SetAsync(_value));
        await TryAsync(() => state.Value<int>("value").GetAsync());
        await TryAsync(() => state.Value<string>("value").SetAsync(_value + new string('x', 2_000)));
        await TryAsync(() => state.Value<string>("value").UpdateAsync(current =>
        {
            state.Value<string>("value").SetAsync(_value).GetAwaiter().GetResult();
            return current + "next";
        }));
        await TryAsync(() => state.SetUserAgentHintAsync(_value));
        await TryAsync(async () =>
        {
            var token = await state.Tokens("form").IssueAsync(TimeSpan.FromMinutes(1));
            _secrets.Enqueue(token);
            AddHash(Encoding.UTF8.GetBytes(token));
            await state.Tokens("form").ConsumeOrThrowAsync(token);
            await state.Tokens("form").ConsumeOrThrowAsync(token);
        });
        await TryAsync(() => Task.FromResult(context.Session.Keys));
        await TryAsync(() =>
        {
            context.Session.SetString("entry", _value);
            return context.Session.CommitAsync();
        });
    }

    protected async Task VisitAsync(Browser browser, string path)
    {
        await TryAsync(() => browser.GetAsync(path));
        foreach (var cookie in browser.Cookies.Values)
        {
            var halves = cookie.Split('.');
            Array.ForEach(halves, _secrets.Enqueue);
            if (halves[1].Length == 43)
            {
                AddHash(System.Buffers.Text.Base64Url.DecodeFromChars(halves[1]));
            }
        }
    }

    private void AddHash(byte[] secret)
    {
        var hash = SHA256.HashData(secret);
        _secrets.Enqueue(Convert.ToHexString(hash));
        _secrets.Enqueue(Convert.ToBase64String(hash));
    }

    protected async Task TryAsync(Func<Task> operate)
    {
        try
        {
            await operate();
        }
        catch (Exception exception)
        {
            _thrown.Enqueue(exception);
        }
    }
}
