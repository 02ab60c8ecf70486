using SessionAnalyzers.Security;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Security;

public sealed class CredentialedCorsForAnyOriginTests
{
    [Fact]
    public Task A_policy_for_every_origin_is_reported() => Verify.Analyzer<CredentialedCorsForAnyOrigin>(
        Policy("policy.SetIsOriginAllowed{|#0:(origin => true)|}.AllowAnyHeader().AllowCredentials()"),
        Verify.Diagnostic("SESS2008").WithLocation(0).WithArguments("SetIsOriginAllowed is always true beside AllowCredentials"));

    [Fact]
    public Task A_discarded_parameter_is_the_same() => Verified(Policy("policy.AllowCredentials().SetIsOriginAllowed[|(_ => true)|]"));

    [Fact]
    public Task A_block_that_returns_true_is_the_same() => Verified(Policy("policy.AllowCredentials().SetIsOriginAllowed[|(origin => { return true; })|]"));

    [Fact]
    public Task A_default_policy_is_reported() => Verified(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy =>
        {
            policy.SetIsOriginAllowed[|(_ => true)|];
            policy.AllowCredentials();
        }));
        """);

    [Fact]
    public Task An_inline_UseCors_is_reported() => Verified(
        """
        var app = WebApplication.Create(args);
        app.UseCors(policy => policy.AllowAnyMethod().SetIsOriginAllowed[|(host => true)|].AllowCredentials());
        """);

    [Fact]
    public Task A_Startup_class_is_reported() => Verified(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) =>
                services.AddCors(o => o.AddPolicy("all", b => b.SetIsOriginAllowed[|(_ => true)|].AllowCredentials()));
        }
        """);

    [Fact]
    public Task A_reflected_origin_header_is_reported() => Verified(Middleware(
        """
        [|context.Response.Headers["Access-Control-Allow-Origin"] = context.Request.Headers["Origin"]|];
        context.Response.Headers["Access-Control-Allow-Credentials"] = "true";
        """));

    [Fact]
    public Task A_reflected_origin_property_is_reported() => Verified(Middleware(
        """
        var origin = context.Request.Headers.Origin;
        [|context.Response.Headers.AccessControlAllowOrigin = origin|];
        context.Response.Headers.AccessControlAllowCredentials = "true";
        """));

    [Fact]
    public Task A_list_of_origins_is_not_reported() => Verified(Policy("policy.WithOrigins(\"https://shop.example\").AllowCredentials()"));

    [Fact]
    public Task Any_origin_without_credentials_is_not_reported() => Verified(Policy("policy.AllowAnyOrigin().AllowAnyHeader()"));

    [Fact]
    public Task Every_origin_without_credentials_is_not_reported() => Verified(Policy("policy.SetIsOriginAllowed(_ => true).AllowAnyHeader()"));

    [Fact]
    public Task A_test_of_the_origin_is_not_reported() => Verified(Policy("policy.SetIsOriginAllowed(origin => origin.EndsWith(\".shop.example\")).AllowCredentials()"));

    [Fact]
    public Task A_reflected_origin_without_credentials_is_not_reported() => Verified(Middleware(
        "context.Response.Headers[\"Access-Control-Allow-Origin\"] = context.Request.Headers[\"Origin\"];"));

    [Fact]
    public Task A_reflected_origin_from_a_list_is_not_reported() => Verified(Middleware(
        """
        var allowed = new[] { "https://shop.example" };
        var origin = context.Request.Headers.Origin.ToString();
        if (allowed.Contains(origin))
        {
            context.Response.Headers["Access-Control-Allow-Origin"] = origin;
            context.Response.Headers["Access-Control-Allow-Credentials"] = "true";
        }
        """));

    [Fact]
    public Task A_fixed_origin_header_is_not_reported() => Verified(Middleware(
        """
        context.Response.Headers["Access-Control-Allow-Origin"] = "https://shop.example";
        context.Response.Headers["Access-Control-Allow-Credentials"] = "true";
        """));

    private static string Policy(string policy) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddPolicy("shop", policy => {policy}));
        """;

    private static string Middleware(string code) =>
        $$"""
        var app = WebApplication.Create(args);
        app.Use(async (context, next) =>
        {
            {{code}}
            await next();
        });
        app.Run();
        """;

    private static Task Verified(string source) => Verify.Analyzer<CredentialedCorsForAnyOrigin>(source);
}
