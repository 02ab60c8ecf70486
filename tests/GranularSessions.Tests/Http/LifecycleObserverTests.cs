using System.Collections.Concurrent;
using GranularSessions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions.Tests.Http;

public sealed class LifecycleObserverTests
{
    [Fact]
    public async Task Sign_in_regeneration_destruction_and_revocation_are_observed_in_order()
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.Act("/login", (_, state) => state.SignInAsync("alice"));
                app.Act("/rotate", (_, state) => state.RegenerateIdAsync());
                app.Act("/logout", (_, state) => state.DestroyAsync());
                app.Text("/id", context => context.Session.Id);
            },
            services: services => services.AddGranularSessions().AddLifecycleObserver<Journal>());
        var browser = app.NewBrowser();
        await browser.GetTextAsync("/logout");
        await browser.GetTextAsync("/rotate");

        await browser.GetTextAsync("/login");
        var id = await browser.GetTextAsync("/id");
        await browser.GetTextAsync("/rotate");
        await browser.GetTextAsync("/logout");
        await browser.GetTextAsync("/login");
        await app.Services.GetRequiredService<SessionRegistry>().RevokeAllAsync("alice");

        var journal = Assert.IsType<Journal>(Assert.Single(app.Services.GetServices<SessionLifecycleObserver>()));
        Assert.Equal(["SignedIn alice", "IdRegenerated alice", "Destroyed alice", "SignedIn alice", "Revoked alice"], journal.Entries);
        Assert.Equal(id, journal.Ids.First());
        Assert.Equal(2, journal.Ids.Distinct().Count());
    }

    [Fact]
    public async Task An_observer_that_fails_keeps_nothing_from_the_others()
    {
        await using var app = await SessionApp.StartAsync(
            app => app.Act("/login", (_, state) => state.SignInAsync("alice")),
            services: services => services.AddGranularSessions().AddLifecycleObserver<Failing>().AddLifecycleObserver<Journal>());
        await app.NewBrowser().GetTextAsync("/login");
        await app.NewBrowser().GetTextAsync("/login");
        var registry = app.Services.GetRequiredService<SessionRegistry>();

        var failure = await Assert.ThrowsAsync<AggregateException>(() => registry.RevokeAllAsync("alice"));

        Assert.Equal(["The audit is down.", "The audit is down."], failure.InnerExceptions.Select(exception => exception.Message));
        var journal = app.Services.GetServices<SessionLifecycleObserver>().OfType<Journal>().Single();
        Assert.Equal(["SignedIn alice", "SignedIn alice", "Revoked alice", "Revoked alice"], journal.Entries);
        Assert.Empty(await registry.ListAsync("alice"));
    }

    private sealed class Failing : SessionLifecycleObserver
    {
        public override Task RevokedAsync(SessionLifecycleEvent session, CancellationToken cancellationToken)
            => throw new InvalidOperationException("The audit is down.");
    }

    private sealed class Journal : SessionLifecycleObserver
    {
        public ConcurrentQueue<string> Entries { get; } = new();

        public ConcurrentQueue<string> Ids { get; } = new();

        public override Task SignedInAsync(SessionLifecycleEvent session, CancellationToken cancellationToken) => Write("SignedIn", session);

        public override Task IdRegeneratedAsync(SessionLifecycleEvent session, CancellationToken cancellationToken) => Write("IdRegenerated", session);

        public override Task DestroyedAsync(SessionLifecycleEvent session, CancellationToken cancellationToken) => Write("Destroyed", session);

        public override Task RevokedAsync(SessionLifecycleEvent session, CancellationToken cancellationToken) => Write("Revoked", session);

        private Task Write(string what, SessionLifecycleEvent session)
        {
            Entries.Enqueue($"{what} {session.UserId}");
            Ids.Enqueue(session.SessionId);
            return Task.CompletedTask;
        }
    }
}
