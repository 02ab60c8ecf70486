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

    [Theory]
    [InlineData("new CorsPolicy { SupportsCredentials = true, [|IsOriginAllowed = _ => true|] }")]
    [InlineData("new CorsPolicy { IsOriginAllowed = _ => true }")]
    [InlineData("new CorsPolicy { SupportsCredentials = true, IsOriginAllowed = origin => origin == \"https://shop.example\" }")]
    public Task A_policy_object_is_read(string policy) => Verified(
        "using Microsoft.AspNetCore.Cors.Infrastructure;\n" + $"WebApplication.CreateBuilder(args).Services.AddCors(options => options.AddPolicy(\"all\", {policy}));");

    [Fact]
    public Task An_origin_that_is_compared_under_any_name_is_not_reported() => Verified(Middleware(
        """
        var caller = context.Request.Headers.Origin.ToString();
        if (caller == "https://shop.example")
        {
            context.Response.Headers.AccessControlAllowOrigin = caller;
            context.Response.Headers.AccessControlAllowCredentials = "true";
        }
        """));

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

    [Fact]
    public Task A_method_that_returns_true_is_reported() => Verified(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) =>
                services.AddCors(o => o.AddPolicy("all", b => b.SetIsOriginAllowed[|(Anyone)|].AllowCredentials()));

            private static bool Anyone(string origin) => true;
        }
        """);

    [Fact]
    public Task A_local_function_that_returns_true_is_reported() => Verified(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(o => o.AddDefaultPolicy(b => b.SetIsOriginAllowed[|(Anyone)|].AllowCredentials()));

        static bool Anyone(string origin)
        {
            return true;
        }
        """);

    [Fact]
    public Task A_delegate_in_a_read_only_field_is_reported() => Verified(
        """
        public class Startup
        {
            private static readonly Func<string, bool> Anyone = delegate { return true; };

            public void ConfigureServices(IServiceCollection services) =>
                services.AddCors(o => o.AddPolicy("all", b => b.SetIsOriginAllowed[|(Anyone)|].AllowCredentials()));
        }
        """);

    [Fact]
    public Task A_method_that_looks_at_the_origin_is_not_reported() => Verified(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) =>
                services.AddCors(o => o.AddPolicy("ours", b => b.SetIsOriginAllowed(IsOurs).AllowCredentials()));

            private static bool IsOurs(string origin) => new Uri(origin).Host == "shop.example";
        }
        """);

    [Fact]
    public Task A_policy_in_a_branch_for_development_is_not_reported() => Verified(
        """
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddCors(o => o.AddDefaultPolicy(b => b.SetIsOriginAllowed(_ => true).AllowCredentials()));
        }
        """);

    [Fact]
    public Task A_policy_for_all_but_development_is_reported() => Verified(
        """
        var builder = WebApplication.CreateBuilder(args);
        if (!builder.Environment.IsDevelopment())
        {
            builder.Services.AddCors(o => o.AddDefaultPolicy(b => b.SetIsOriginAllowed[|(_ => true)|].AllowCredentials()));
        }
        else
        {
            builder.Services.AddCors(o => o.AddDefaultPolicy(b => b.SetIsOriginAllowed(_ => true).AllowCredentials()));
        }
        """);

    [Fact]
    public Task A_named_policy_that_only_development_uses_is_not_reported() => Verified(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(o => o.AddPolicy("dev", b => b.SetIsOriginAllowed(_ => true).AllowCredentials()));
        var app = builder.Build();
        if (app.Environment.IsDevelopment())
        {
            app.UseCors("dev");
        }
        """);

    [Fact]
    public Task A_named_policy_that_production_uses_too_is_reported() => Verified(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(o => o.AddPolicy("dev", b => b.SetIsOriginAllowed[|(_ => true)|].AllowCredentials()));
        var app = builder.Build();
        if (app.Environment.IsDevelopment())
        {
            app.UseCors("dev");
        }

        app.MapGet("/", () => "").RequireCors("dev");
        """);

    [Fact]
    public Task A_reflected_origin_that_is_appended_is_reported() => Verified(Middleware(
        """
        [|context.Response.Headers.Append("Access-Control-Allow-Origin", context.Request.Headers["Origin"].ToString())|];
        context.Response.Headers.Append("Access-Control-Allow-Credentials", "true");
        """));

    [Fact]
    public Task A_reflected_origin_by_the_names_of_headers_is_reported() => Verified(Middleware(
        """
        var headers = context.Response.Headers;
        if (context.Request.Headers.TryGetValue(Microsoft.Net.Http.Headers.HeaderNames.Origin, out var origin) && origin.Count != 0)
        {
            [|headers[Microsoft.Net.Http.Headers.HeaderNames.AccessControlAllowOrigin] = origin|];
            headers[Microsoft.Net.Http.Headers.HeaderNames.AccessControlAllowCredentials] = "true";
        }
        """));

    [Fact]
    public Task A_test_that_there_is_an_origin_is_no_test_of_it() => Verified(Middleware(
        """
        string? origin = context.Request.Headers.Origin;
        if (origin != null)
        {
            [|context.Response.Headers.AccessControlAllowOrigin = origin|];
            context.Response.Headers.AccessControlAllowCredentials = "true";
        }
        """));

    [Fact]
    public Task A_reflected_origin_in_development_is_not_reported() => Verified(
        """
        var app = WebApplication.Create(args);
        app.Use(async (context, next) =>
        {
            if (app.Environment.IsDevelopment())
            {
                context.Response.Headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
                context.Response.Headers.AccessControlAllowCredentials = "true";
            }

            await next();
        });
        """);

    [Fact]
    public Task A_reflected_origin_that_is_compared_is_not_reported() => Verified(Middleware(
        """
        string? origin = context.Request.Headers.Origin;
        if (origin == "https://shop.example")
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlAllowCredentials = "true";
        }
        """));

    [Theory]
    [InlineData("headers.Append(\"Access-Control-Allow-Origin\", context.Request.Headers.Origin.ToString())")]
    [InlineData("headers.Add(\"access-control-allow-origin\", context.Request.Headers[\"origin\"])")]
    [InlineData("headers.TryAdd(\"Access-Control-Allow-Origin\", context.Request.Headers.Origin)")]
    [InlineData("headers.AppendCommaSeparatedValues(\"Access-Control-Allow-Origin\", context.Request.Headers.Origin!)")]
    [InlineData("headers.AccessControlAllowOrigin = context.Request.Headers.Origin")]
    [InlineData("headers[Microsoft.Net.Http.Headers.HeaderNames.AccessControlAllowOrigin] = $\"{context.Request.Headers.Origin}\"")]
    public Task A_reflected_origin_is_reported_however_it_is_written(string write) => Verified(Middleware(
        $$"""
        #pragma warning disable ASP0019
        var headers = context.Response.Headers;
        [|{{write}}|];
        headers.Append("Access-Control-Allow-Credentials", "true");
        """));

    [Theory]
    [InlineData("context.Response.Headers.Vary = context.Request.Headers.Origin")]
    [InlineData("context.Response.Headers[\"X-Origin\"] = context.Request.Headers.Origin")]
    [InlineData("context.Response.Headers.Append(\"X-Origin\", context.Request.Headers.Origin)")]
    [InlineData("context.Response.Headers.AccessControlAllowOrigin = context.Request.Headers.Host")]
    [InlineData("context.Response.Headers.AccessControlAllowOrigin = context.Response.Headers.Vary")]
    [InlineData("context.Items[\"Access-Control-Allow-Origin\"] = context.Request.Headers.Origin")]
    [InlineData("new Dictionary<object, object>()[\"Access-Control-Allow-Origin\"] = context.Request.Headers.Origin")]
    public Task Another_header_or_value_is_not_reported(string write) => Verified(Middleware(
        $$"""
        {{write}};
        context.Response.Headers.AccessControlAllowCredentials = "true";
        """));

    [Theory]
    [InlineData("allowed.Contains(origin)")]
    [InlineData("allowed.Any(one => one == origin)")]
    [InlineData("origin.Equals(\"https://shop.example\")")]
    [InlineData("origin.EndsWith(\".shop.example\")")]
    [InlineData("origin.StartsWith(\"https://shop.\")")]
    [InlineData("System.Text.RegularExpressions.Regex.IsMatch(origin, \"^https://shop\")")]
    [InlineData("IsOriginAllowed(origin)")]
    [InlineData("origin == allowed[0]")]
    [InlineData("allowed[0] == origin")]
    [InlineData("new Uri(origin).Host == \"shop.example\"")]
    public Task A_reflected_origin_that_is_checked_is_not_reported(string check) => Verified(Middleware(
        $$"""
        var allowed = new[] { "https://shop.example" };
        var origin = context.Request.Headers.Origin.ToString();
        if ({{check}})
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlAllowCredentials = "true";
        }

        bool IsOriginAllowed(string one) => one.Length > 0;
        """));

    [Theory]
    [InlineData("origin != null")]
    [InlineData("origin != \"\"")]
    [InlineData("origin != string.Empty")]
    [InlineData("origin != String.Empty")]
    [InlineData("origin.Length != 0")]
    [InlineData("0 != origin.Length")]
    [InlineData("null != origin")]
    [InlineData("!string.IsNullOrEmpty(origin)")]
    [InlineData("context.Request.Method == \"OPTIONS\"")]
    [InlineData("IsCrossSite(origin)")]
    [InlineData("LogAllowed(origin)")]
    public Task A_check_of_something_else_is_no_check_of_the_origin(string check) => Verified(Middleware(
        $$"""
        var origin = context.Request.Headers.Origin.ToString();
        if ({{check}})
        {
            [|context.Response.Headers.AccessControlAllowOrigin = origin|];
            context.Response.Headers.AccessControlAllowCredentials = "true";
        }

        bool IsCrossSite(string one) => one.Length > 0;
        bool LogAllowed(string one) => one.Length > 0;
        """));

    [Fact]
    public Task An_origin_that_another_dictionary_looked_up_is_not_the_requests() => Verified(Middleware(
        """
        var partners = new Dictionary<string, string>();
        if (partners.TryGetValue("Origin", out var origin))
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlAllowCredentials = "true";
        }
        """));

    [Fact]
    public Task Another_header_of_the_request_that_was_looked_up_is_not_the_origin() => Verified(Middleware(
        """
        if (context.Request.Headers.TryGetValue("X-Tenant", out var tenant))
        {
            context.Response.Headers.AccessControlAllowOrigin = tenant;
            context.Response.Headers.AccessControlAllowCredentials = "true";
        }
        """));

    [Theory]
    [InlineData("Allow", "static bool Allow(string origin) { return true; }", true)]
    [InlineData("Allow", "static bool Allow(string origin) => origin.Length > 0;", false)]
    [InlineData("Allow", "static bool Allow(string origin) { System.Console.WriteLine(origin); return true; }", false)]
    public Task A_local_function_is_read(string test, string function, bool isReported) => Verified(
        Policy($"policy.AllowCredentials().SetIsOriginAllowed{(isReported ? "[|" : "")}({test}){(isReported ? "|]" : "")}") + "\n" + function);

    [Theory]
    [InlineData("private static readonly Func<string, bool> Test = _ => true;", true)]
    [InlineData("private static Func<string, bool> Test = _ => true;", false)]
    [InlineData("private static readonly Func<string, bool> Test = origin => origin.Length > 0;", false)]
    [InlineData("protected virtual bool Test(string origin) => true;", false)]
    [InlineData("protected bool Test(string origin) => true;", true)]
    [InlineData("private static Func<string, bool> Test => _ => true;", false)]
    public Task A_member_is_read_where_nothing_else_may_take_its_place(string member, bool isReported) => Verified(
        $$"""
        public class Startup
        {
            {{member}}

            public void ConfigureServices(IServiceCollection services) =>
                services.AddCors(options => options.AddDefaultPolicy(policy => policy.AllowCredentials().SetIsOriginAllowed{{(isReported ? "[|(Test)|]" : "(Test)")}}));
        }
        """);

    [Theory]
    [InlineData("app.UseCors(\"dev\");", false)]
    [InlineData("app.UseCors(Dev);", false)]
    [InlineData("app.MapGet(\"/\", () => \"\").RequireCors(\"dev\");", false)]
    [InlineData("app.UseCors(\"other\");", true)]
    [InlineData("app.UseCors();", true)]
    [InlineData("", true)]
    [InlineData("app.UseCors(\"dev\"); [Microsoft.AspNetCore.Cors.EnableCors(\"dev\")] static string Get() => \"\"; app.MapGet(\"/\", Get);", true)]
    public Task A_named_policy_is_for_development_where_only_that_uses_it(string use, bool reported) => Verified(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCors(options => options.AddPolicy("dev", policy => policy.SetIsOriginAllowed{{(reported ? "[|(_ => true)|]" : "(_ => true)")}}.AllowCredentials()));
        var app = builder.Build();
        if (app.Environment.IsDevelopment())
        {
            {{use}}
        }

        public partial class Program
        {
            private const string Dev = "dev";
        }
        """);

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
