using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using GranularSessions.Storage;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions.Tests.Observability;

/// <summary>Runs every operation, and every failure of one, and greps what was logged, traced, measured and thrown.</summary>
public sealed class SecretsTests : IDisposable
{
    private readonly string _store = $"store_{Guid.NewGuid():N}";
    private readonly string _user = $"user-{Guid.NewGuid()}";
    private readonly string _value = $"value-{Guid.NewGuid()}";
    private readonly ConcurrentQueue<string> _secrets = new();
    private readonly ConcurrentQueue<Exception> _thrown = new();
    private readonly RecordedTelemetry _telemetry;

    public SecretsTests() => _telemetry = new RecordedTelemetry(_store);

    public void Dispose() => _telemetry.Dispose();

    [Fact]
    public async Task No_id_verifier_token_user_or_value_is_in_logs_tags_or_exceptions()
    {
        _secrets.Enqueue(_user);
        _secrets.Enqueue(_value);
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.Act("/operations", (context, state) => OperateAsync(context, state));
                app.Act("/sign-in", (_, state) => state.SignInAsync(_user));
                app.Act("/regenerate", (_, state) => state.RegenerateIdAsync());
                app.Act("/destroy", (_, state) => state.DestroyAsync());
                app.Act("/read-then-write", (context, state) => TryAsync(async () =>
                {
                    await state.Counter("visits").GetAsync();
                    context.Session.SetString("entry", _value);
                    await context.Session.CommitAsync();
                    await state.Counter("visits").IncrementAsync();
                }));
                app.Act("/fail", (_, _) => throw new InvalidOperationException("The handler failed."));
            },
            options =>
            {
                options.MaxUpdateAttempts = 1;
                options.MaxValueBytes = 1024;
            },
            storeName: _store);
        var browser = app.NewBrowser();
        var registry = app.Services.GetRequiredService<SessionRegistry>();

        await VisitAsync(browser, "/operations");
        var stolen = browser.Copy();
        await VisitAsync(browser, "/sign-in");
        await VisitAsync(stolen, "/read-then-write");
        await VisitAsync(stolen, "/destroy");
        await VisitAsync(browser, "/regenerate");
        await VisitAsync(browser, "/fail");
        var malformed = browser.Copy();
        malformed.Cookies["__Host-GranularSession"] += "A";
        await VisitAsync(malformed, "/read-then-write");

        foreach (var failure in new Func<Exception>[]
        {
            () => new SessionUnavailableException("The store is down.", new IOException("Refused.")),
            () => new SessionOutcomeUnknownException("The connection was reset.", new IOException("Reset.")),
        })
        {
            app.Store.Failure = _ => failure();
            await VisitAsync(browser, "/operations");
            await VisitAsync(browser, "/read-then-write");
            await VisitAsync(browser, "/sign-in");
            await VisitAsync(browser, "/regenerate");
            await VisitAsync(browser, "/destroy");
            app.Store.Failure = _ => null;
            app.Store.LostAnswer = _ => failure();
            await VisitAsync(browser, "/operations");
            await VisitAsync(app.NewBrowser(), "/operations");
            app.Store.LostAnswer = _ => null;
        }

        var listed = await registry.ListAsync(_user);
        Assert.NotEmpty(listed);
        listed.ToList().ForEach(session => _secrets.Enqueue(session.Id));
        await registry.RevokeAllAsync(_user);
        await VisitAsync(browser, "/read-then-write");

        var written = app.Log.Text + string.Join('\n', _thrown) + string.Join('\n', _telemetry.Measurements)
            + string.Join('\n', _telemetry.Activities.Select(activity =>
                $"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(item => item.Tags))}"));
        Assert.Contains("granularsessions add_to_counter", written, StringComparison.Ordinal);
        Assert.Contains(nameof(SessionSupersededException), written, StringComparison.Ordinal);
        Assert.True(_secrets.Distinct().Count() > 20, $"{_secrets.Count} secrets");
        Assert.True(_thrown.Select(exception => exception.GetType()).Distinct().Count() >= 9, string.Join(' ', _thrown.Select(exception => exception.GetType().Name).Distinct()));
        Assert.All(_secrets, secret => Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase));
    }

    private async Task OperateAsync(HttpContext context, SessionState state)
    {
        var id = SessionOperationId.Create(new ManualTimeProvider());
        _secrets.Enqueue(id.ToString());
        await TryAsync(() => state.Counter("visits").IncrementAsync());
        await TryAsync(() => state.Counter("visits").SetAsync(long.MaxValue));
        await TryAsync(() => state.Counter("visits").IncrementAsync());
        await TryAsync(() => state.Counter("visits").RemoveAsync());
        await TryAsync(() => state.WithOperation(id).Counter("clicks").IncrementAsync());
        await TryAsync(() => state.WithOperation(id).Counter("clicks").IncrementAsync(2));
        await TryAsync(() => state.WithOperation(id).SignInAsync(_user));
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

    private async Task VisitAsync(Browser browser, string path)
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

    private async Task TryAsync(Func<Task> operate)
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
