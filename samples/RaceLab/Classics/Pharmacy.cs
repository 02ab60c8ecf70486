using GranularSessions;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace RaceLab.Classics;

/// <summary>
/// The pharmacy's list of pills, called with credentials by the page of another origin. Exactly the origins of the configuration may do
/// so, by exact methods and headers. The pharmacy lies on the same site (another port or subdomain): to another site's requests the
/// browser does not attach the cookie, which is <c>SameSite=Lax</c>.
/// </summary>
public static class Pharmacy
{
    private const string CorsPolicy = "Pharmacy";
    private const int MaxPills = 50;
    private const int MaxNameLength = 100;

    public static IServiceCollection AddPharmacy(this IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<PharmacyOptions>()
            .BindConfiguration("Pharmacy")
            .Validate(options => options.AreOrigins(), "Pharmacy: an origin is a scheme, a host and a port, such as http://localhost:5091, with nothing behind it.")
            .ValidateOnStart();
        services.AddOptions<CorsOptions>().Configure<IOptions<PharmacyOptions>>((cors, pharmacy) => cors.AddPolicy(
            CorsPolicy,
            policy => policy
                .WithOrigins([.. pharmacy.Value.Listed])
                .WithMethods(HttpMethods.Get, HttpMethods.Post)
                .WithHeaders("Content-Type")
                .AllowCredentials()));
        return services;
    }

    public static void MapPharmacy(this IEndpointRouteBuilder classics)
    {
        RouteGroupBuilder pills = classics.MapGroup("/pills").RequireCors(CorsPolicy);

        pills.MapGet("", (HttpContext context, CancellationToken cancellation) => Pills(context).GetAllAsync(cancellation));

        // A JSON body is what makes the browser ask first: a form of another site can send no such content type.
        pills.MapPost("", async Task<Results<Ok<IReadOnlyList<string>>, ValidationProblem>> (
            Pill pill, HttpContext context, CancellationToken cancellation) =>
        {
            string name = pill.Name?.Trim() ?? "";
            if (name.Length is 0 or > MaxNameLength)
            {
                return TypedResults.ValidationProblem(new Dictionary<string, string[]>
                {
                    ["name"] = [$"A pill has a name of 1 to {MaxNameLength} characters."],
                });
            }

            await Pills(context).AppendAsync(name, MaxPills, cancellation);
            return TypedResults.Ok(await Pills(context).GetAllAsync(cancellation));
        });
    }

    private static SessionList<string> Pills(HttpContext context) => context.GetSessionState().List<string>("pills");
}
