using GranularSessions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions.Tests.Observability;

/// <summary>Runs every operation, and every failure of one, and greps what was logged, traced, measured and thrown.</summary>
public sealed class SecretsTests : SecretsScenario
{
    [Fact]
    public async Task No_id_verifier_token_user_or_value_is_in_logs_tags_or_exceptions()
    {
        await using var app = await SessionApp.StartAsync(Map, Configure, storeName: StoreName);
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

        var listed = await registry.ListAsync(User);
        Assert.NotEmpty(listed);
        listed.ToList().ForEach(session => AddSecret(session.Id));
        await registry.RevokeAllAsync(User);
        await VisitAsync(browser, "/read-then-write");

        AssertNoSecretIsWritten(
            app, typeof(SessionSupersededException), typeof(SessionUnavailableException), typeof(SessionOutcomeUnknownException),
            typeof(SessionItemKindException), typeof(SessionSerializationException), typeof(SessionValueTooLargeException),
            typeof(SessionOperationException), typeof(SessionTokenException), typeof(SessionContentionException));
    }
}
