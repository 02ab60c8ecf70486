using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RaceLab.Classics.Wrong;

/// <summary>
/// The user's name and role as strings of the session. The cookie of before the sign-in opens the session of after it, so that whoever
/// planted the cookie is signed in too; and signing out leaves the role behind.
/// </summary>
public static class Login
{
    public static void MapLogin(this IEndpointRouteBuilder wrong)
    {
        wrong.MapPost("/login", Results<NoContent, UnauthorizedHttpResult> (Credentials credentials, HttpContext context, DemoUsers users) =>
        {
            if (users.Find(credentials) is not { } user)
            {
                return TypedResults.Unauthorized();
            }

            context.Session.SetString("user", user.Identity!.Name!);
            context.Session.SetString("role", user.FindFirstValue(ClaimTypes.Role) ?? "");
            return TypedResults.NoContent();
        });

        wrong.MapPost("/logout", (HttpContext context) =>
        {
            context.Session.Remove("user");
            return TypedResults.NoContent();
        });

        wrong.MapGet("/account", Results<Ok<string>, UnauthorizedHttpResult> (HttpContext context)
            => context.Session.GetString("user") is { } user ? TypedResults.Ok(user) : TypedResults.Unauthorized());

        wrong.MapGet("/admin/sessions", Results<Ok<string>, ForbidHttpResult> (HttpContext context) =>
        {
            if (context.Session.GetString("role") != DemoUsers.Administrator)
            {
                return TypedResults.Forbid();
            }

            return TypedResults.Ok("The framework's session keeps no list: there is nothing to show and nothing to revoke.");
        });
    }
}
