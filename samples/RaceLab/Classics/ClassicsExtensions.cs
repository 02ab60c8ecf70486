namespace RaceLab.Classics;

/// <summary>The classic uses of a session, right and wrong, as small endpoints.</summary>
public static class ClassicsExtensions
{
    private const string Root = "/classics";
    private const string WrongRoot = "/classics/wrong";

    /// <summary>Registers what the classics need.</summary>
    public static void AddClassics(this WebApplicationBuilder builder)
    {
        builder.Services.AddPharmacy();
        builder.Services.AddLogin();
        builder.Services.AddSingleton<Wrong.SlowDisk>();
    }

    /// <summary>Maps the classics. Called after routing and before the endpoints run, so middleware may be added with <c>UseWhen</c>.</summary>
    public static void MapClassics(this WebApplication app)
    {
        app.UseSessionsBelow(Root, WrongRoot);
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Root), classics =>
        {
            classics.UseCors();
            classics.UseAuthentication();
            classics.UseAuthorization();
        });

        RouteGroupBuilder right = app.MapGroup(Root);
        right.MapPharmacy();
        right.MapPharmacyPage();
        RouteGroupBuilder ownPages = right.MapGroup("").FromThisOriginOnly();
        ownPages.MapVisitCounter();
        ownPages.MapLogin();
        ownPages.MapSessionAdministration();
        ownPages.MapConditionalDraft();

        RouteGroupBuilder wrong = app.MapGroup(WrongRoot);
        Wrong.VisitCounter.MapVisitCounter(wrong);
        Wrong.Pharmacy.MapPharmacy(wrong);
        Wrong.Login.MapLogin(wrong);
        Wrong.ConditionalDraft.MapConditionalDraft(wrong);
    }
}
