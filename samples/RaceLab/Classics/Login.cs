using GranularSessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RaceLab.Csrf;

namespace RaceLab.Classics;

/// <summary>
/// Signing in and out. The ticket is tied to the session: signing in binds the user and changes the session's cookie, signing out ends the
/// session in the store, and a ticket without its living session is worth nothing.
/// </summary>
public static class Login
{
    private const int MaxHintLength = 200;

    public static IServiceCollection AddLogin(this IServiceCollection services)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<IHostEnvironment>((ticket, environment) =>
        {
            // Plain http is for development only.
            ticket.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            ticket.Cookie.Name = "RaceLab.Ticket";
            ticket.Events.OnRedirectToLogin = context => Answer(context.Response, StatusCodes.Status401Unauthorized);
            ticket.Events.OnRedirectToAccessDenied = context => Answer(context.Response, StatusCodes.Status403Forbidden);
        });
        services.AddAuthorization();
        services.AddGranularSessions().AddGranularSessionTickets();
        return services.AddSingleton<DemoUsers>();
    }

    public static void MapLogin(this IEndpointRouteBuilder classics)
    {
        classics.MapPost("/login", async Task<Results<NoContent, ProblemHttpResult>> (
            Credentials credentials, HttpContext context, DemoUsers users, CancellationToken cancellation) =>
        {
            if (users.Find(credentials) is not { } user)
            {
                return TypedResults.Problem("There is no such user with this password.", statusCode: StatusCodes.Status401Unauthorized);
            }

            await context.SignInAsync(user);
            await ConsumedToken.ForgetIssuedAsync(context, cancellation);
            await context.GetSessionState().SetUserAgentHintAsync(HintOf(context.Request), cancellation);
            return TypedResults.NoContent();
        });

        classics.MapPost("/logout", async (HttpContext context) =>
        {
            await context.SignOutAsync();
            return TypedResults.NoContent();
        });

        classics.MapGet("/login", (HttpContext context) => new SignedInUser(context.User.Identity?.Name));

        classics.MapGet("/account", (HttpContext context, IOptions<GranularSessionOptions> sessions) => new Account(
            context.User.Identity?.Name ?? "",
            context.User.IsInRole(DemoUsers.Administrator),
            sessions.Value.IdleTimeout,
            sessions.Value.AbsoluteTimeout)).RequireAuthorization();
    }

    private static string? HintOf(HttpRequest request)
    {
        string agent = request.Headers.UserAgent.ToString();
        return agent.Length switch
        {
            0 => null,
            > MaxHintLength => agent[..MaxHintLength],
            _ => agent,
        };
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
