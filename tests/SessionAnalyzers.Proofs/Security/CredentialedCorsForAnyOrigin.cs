using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2008: where every origin is allowed with credentials, a script of any site reads what the user's session holds.</summary>
public sealed class CredentialedCorsForAnyOrigin
{
    private const string Shop = "https://shop.example";
    private const string Attacker = "https://attacker.example";

    [Theory]
    [InlineData(nameof(EveryOrigin))]
    [InlineData(nameof(ReflectedOrigin))]
    public async Task A_script_of_a_foreign_site_reads_the_session(string misuse)
    {
        Action<IApplicationBuilder> middleware = misuse == nameof(EveryOrigin) ? EveryOrigin : ReflectedOrigin;
        await using SessionApp app = await StartAsync(middleware);
        using Browser victim = await app.EstablishedBrowserAsync();
        await victim.PostAsync("/address");

        Assert.Equal("Kiln Lane 1", await ReadByScriptAsync(victim, Attacker));
    }

    [Fact]
    public async Task A_script_of_a_foreign_site_may_send_a_request_that_needs_a_preflight()
    {
        await using SessionApp app = await StartAsync(EveryOrigin);
        using Browser victim = app.NewBrowser();

        Assert.True(await IsPreflightPassedAsync(victim, Attacker));
    }

    [Fact]
    public async Task A_script_of_a_site_that_is_not_listed_reads_nothing_and_passes_no_preflight()
    {
        await using SessionApp app = await StartAsync(ListedOrigin);
        using Browser victim = await app.EstablishedBrowserAsync();
        await victim.PostAsync("/address");

        Assert.Null(await ReadByScriptAsync(victim, Attacker));
        Assert.False(await IsPreflightPassedAsync(victim, Attacker));
    }

    [Fact]
    public async Task A_script_of_the_listed_site_still_reads_it()
    {
        await using SessionApp app = await StartAsync(ListedOrigin);
        using Browser user = await app.EstablishedBrowserAsync();
        await user.PostAsync("/address");

        Assert.Equal("Kiln Lane 1", await ReadByScriptAsync(user, Shop));
        Assert.True(await IsPreflightPassedAsync(user, Shop));
    }

    [Fact]
    public void Any_origin_with_credentials_is_refused_by_ASP_NET_Core_itself() =>
        Assert.Throws<InvalidOperationException>(() => new CorsPolicyBuilder().AllowAnyOrigin().AllowCredentials().Build());

    private static void EveryOrigin(IApplicationBuilder app) =>
        app.UseCors(policy => policy.SetIsOriginAllowed(_ => true).WithMethods("PUT").AllowCredentials());

    private static void ReflectedOrigin(IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
        context.Response.Headers.AccessControlAllowCredentials = "true";
        return next(context);
    });

    private static void ListedOrigin(IApplicationBuilder app) =>
        app.UseCors(policy => policy.WithOrigins(Shop).WithMethods("PUT").AllowCredentials());

    private static Task<SessionApp> StartAsync(Action<IApplicationBuilder> middleware) => SessionApp.StockAsync(
        Map,
        services: services => services.AddCors().Configure<SessionOptions>(options =>
        {
            // So that browsers send the cookie with other sites' requests at all.
            options.Cookie.SameSite = SameSiteMode.None;
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        }),
        middleware: middleware);

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/address", (HttpContext context) => context.Session.SetString("Address", "Kiln Lane 1"));
        routes.MapGet("/address", (HttpContext context) => context.Session.GetString("Address"));
    }

    /// <summary>What <c>fetch</c> with credentials hands to a script of the origin; null where the browser keeps it back.</summary>
    private static async Task<string?> ReadByScriptAsync(Browser browser, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/address") { Headers = { { "Origin", origin } } };
        using HttpResponseMessage response = await browser.SendAsync(request);
        return IsShared(response, origin) ? await response.Content.ReadAsStringAsync() : null;
    }

    private static async Task<bool> IsPreflightPassedAsync(Browser browser, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/address")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "PUT" } },
        };
        using HttpResponseMessage response = await browser.SendAsync(request);
        return response.IsSuccessStatusCode && IsShared(response, origin) && Header(response, "Access-Control-Allow-Methods") == "PUT";
    }

    // The CORS check of the Fetch standard for a request with credentials: a wildcard does not count.
    private static bool IsShared(HttpResponseMessage response, string origin) =>
        Header(response, "Access-Control-Allow-Origin") == origin && Header(response, "Access-Control-Allow-Credentials") == "true";

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(",", values) : null;
}
