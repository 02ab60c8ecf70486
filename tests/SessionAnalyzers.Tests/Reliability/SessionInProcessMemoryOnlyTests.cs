using SessionAnalyzers.Reliability;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Reliability;

public sealed class SessionInProcessMemoryOnlyTests
{
    [Fact]
    public Task An_in_memory_cache_is_reported() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        App("builder.Services.{|#0:AddDistributedMemoryCache|}();\nbuilder.Services.AddSession();"),
        Verify.Diagnostic("SESS3011").WithLocation(0).WithArguments("this cache keeps"));

    [Theory]
    [InlineData("AddMvc")]
    [InlineData("AddControllersWithViews")]
    [InlineData("AddRazorPages")]
    public Task A_cache_that_comes_with_MVC_is_reported_at_AddSession(string registration) => Verify.Analyzer<SessionInProcessMemoryOnly>(
        App($"builder.Services.{registration}();\nbuilder.Services.{{|#0:AddSession|}}();"),
        Verify.Diagnostic("SESS3011").WithLocation(0).WithArguments($"the cache that {registration} registers keeps"));

    [Fact]
    public Task A_Startup_class_is_read() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.[|AddDistributedMemoryCache|]().AddSession();
        }
        """);

    [Fact]
    public Task An_extension_method_in_another_file_is_read() => Verify.Analyzer<SessionInProcessMemoryOnly>(test =>
    {
        test.AddDocument("Program.cs", App("builder.Services.AddShop().AddSession();"));
        test.AddDocument("Services.cs", "public static class Services { public static IServiceCollection AddShop(this IServiceCollection services) => services.[|AddDistributedMemoryCache|](); }");
    });

    [Fact]
    public Task Code_that_only_uses_the_cache_changes_nothing() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        """
        using Microsoft.Extensions.Caching.Distributed;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddDistributedMemoryCache|]();
        builder.Services.AddSession();

        public class Catalog(IDistributedCache cache)
        {
            public string? Find(string id) => cache.GetString(id);
        }
        """);

    [Fact]
    public Task Another_project_without_a_cache_changes_nothing() => Verify.Analyzer<SessionInProcessMemoryOnly>(test =>
    {
        test.AddDocument("Program.cs", App("builder.Services.[|AddDistributedMemoryCache|]();\nbuilder.Services.AddSession();\nbuilder.Services.AddShop();"));
        test.Project.References("Shop");
        test.AddProject("Shop").AddDocument("Services.cs", "public static class Services { public static void AddShop(this IServiceCollection services) => services.AddOptions(); }");
    });

    [Fact]
    public Task GranularSessions_without_a_store_are_reported() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        App("builder.Services.{|#0:AddGranularSessions|}();"),
        test =>
        {
            test.ReferencesGranularSessions = true;
            test.Expected.Add(Verify.Diagnostic("SESS3011").WithLocation(0).WithArguments("AddGranularSessions without a store keeps"));
        });

    [Fact]
    public Task GranularSessions_with_a_store_are_not_reported() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        "using GranularSessions;\n\n" + App("builder.Services.AddGranularSessions().UseStore(static services => throw new NotImplementedException());"),
        test => test.ReferencesGranularSessions = true);

    [Fact]
    public Task A_cache_in_Development_only_is_not_reported() => NotReported(
        """
        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddDistributedMemoryCache();
        }

        builder.Services.AddSession();
        """);

    [Fact]
    public Task The_other_side_of_a_decision_is_not_reported() => NotReported(
        """
        if (builder.Environment.IsProduction())
        {
            builder.Services.AddRouting();
        }
        else
        {
            builder.Services.AddDistributedMemoryCache();
        }

        builder.Services.AddSession();
        """);

    [Fact]
    public Task A_cache_for_debug_builds_is_not_reported() => NotReported(
        """
        #if !RELEASE
        builder.Services.AddDistributedMemoryCache();
        #endif
        builder.Services.AddSession();
        """);

    [Fact]
    public Task Services_for_Development_are_not_reported() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        """
        public class Startup
        {
            public void ConfigureDevelopmentServices(IServiceCollection services) => services.AddDistributedMemoryCache().AddSession();
        }
        """);

    [Fact]
    public Task Another_cache_is_not_reported() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddStackExchangeRedisCache(_ => { });
        builder.Services.AddSession();

        public static class Redis
        {
            public static void AddStackExchangeRedisCache(this IServiceCollection services, Action<object> configure) { }
        }
        """);

    [Fact]
    public Task A_cache_of_the_app_is_not_reported() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        """
        using Microsoft.Extensions.Caching.Distributed;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllersWithViews();
        builder.Services.AddSingleton<IDistributedCache>(static _ => throw new NotImplementedException());
        builder.Services.AddSession();
        """);

    [Fact]
    public Task A_cache_of_another_project_is_not_reported() => Verify.Analyzer<SessionInProcessMemoryOnly>(test =>
    {
        test.AddDocument("Program.cs", App("builder.Services.AddControllersWithViews();\nbuilder.Services.AddSession();\nbuilder.Services.AddShop();"));
        test.Project.References("Shop");
        test.AddProject("Shop").AddDocument("Services.cs",
            """
            using Microsoft.Extensions.Caching.Distributed;
            using Microsoft.Extensions.Caching.Memory;
            using Microsoft.Extensions.Options;

            public static class Services { public static void AddShop(this IServiceCollection services) => services.AddSingleton<IDistributedCache, ShopDistributedCache>(); }

            public sealed class ShopDistributedCache(IOptions<MemoryDistributedCacheOptions> options) : MemoryDistributedCache(options);
            """);
    });

    [Fact]
    public Task A_cache_without_sessions_is_not_reported() => NotReported("builder.Services.AddDistributedMemoryCache();");

    [Fact]
    public Task Sessions_whose_cache_is_registered_elsewhere_are_not_reported() => NotReported("builder.Services.AddSession();");

    [Fact]
    public Task A_store_of_the_app_is_not_reported() => NotReported(
        """
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession();
        builder.Services.AddSingleton<Microsoft.AspNetCore.Session.ISessionStore>(static _ => throw new NotImplementedException());
        """);

    [Theory]
    [InlineData("_ = builder.Environment.IsDevelopment() ? builder.Services.AddDistributedMemoryCache() : builder.Services;")]
    [InlineData("switch (builder.Environment.EnvironmentName) { case \"Development\": builder.Services.AddDistributedMemoryCache(); break; }")]
    [InlineData("_ = builder.Environment.EnvironmentName switch { \"Development\" => builder.Services.AddDistributedMemoryCache(), _ => builder.Services };")]
    [InlineData("if (args.Length == 0) builder.Services.AddDistributedMemoryCache(); else builder.Services.AddDistributedMemoryCache();")]
    [InlineData("builder.Services.AddDistributedMemoryCache(); if (args.Length == 0) builder.Services.AddDistributedMemoryCache();")]
    public Task A_cache_that_something_decides_is_not_reported(string registration) => NotReported($"{registration}\nbuilder.Services.AddSession();");

    [Theory]
    [InlineData("Services", "AddDevelopmentCache", "")]
    [InlineData("DevelopmentServices", "AddCaching", "")]
    [InlineData("Services", "AddCaching", "#if DEBUG\n#endif")]
    public Task Code_for_some_builds_or_environments_is_not_reported(string type, string method, string condition) => Verify.Analyzer<SessionInProcessMemoryOnly>(
        $$"""
        public static class {{type}}
        {
            public static void {{method}}(IServiceCollection services)
            {
        {{condition}}
                services.AddDistributedMemoryCache().AddSession();
            }
        }
        """);

    [Theory]
    [InlineData("AddStackExchangeRedisCache", false)]
    [InlineData("AddDistributedSqlServerCache", false)]
    [InlineData("AddShopCaching", false)]
    [InlineData("AddShopCaches", false)]
    [InlineData("AddRedisForShop", false)]
    [InlineData("AddMemoryCache", true)]
    [InlineData("AddOutputCache", true)]
    [InlineData("AddHybridCache", true)]
    [InlineData("AddResponseCaching", true)]
    [InlineData("AddControllersWithViews", true)]
    [InlineData("AddCachedCatalog", true)]
    [InlineData("ClearShopCache", true)]
    public Task A_cache_is_told_by_its_name(string method, bool reported) => Verify.Analyzer<SessionInProcessMemoryOnly>(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{{(reported ? "[|AddDistributedMemoryCache|]" : "AddDistributedMemoryCache")}}();
        builder.Services.AddSession();
        Shop.{{method}}(builder.Services);

        public static class Shop
        {
            public static void {{method}}(IServiceCollection services)
            {
            }
        }
        """);

    [Theory]
    [InlineData("builder.Services.Add(ServiceDescriptor.Singleton<IDistributedCache>(_ => null!));", false)]
    [InlineData("builder.Services.AddSingleton(typeof(IDistributedCache), typeof(object));", false)]
    [InlineData("builder.Services.AddSingleton(services => new Lazy<IDistributedCache>());", true)]
    [InlineData("builder.Services.AddHybridCache();", true)]
    [InlineData("Shop.Add(builder.Services);", false)]
    [InlineData("Shop.Current.AddTo(builder.Services);", false)]
    [InlineData("new Shop.Own().AddTo(builder.Services);", true)]
    [InlineData("builder.Services.UsePostgreSql();", true)]
    public Task A_cache_may_be_registered_by_hand_or_by_what_cannot_be_seen(string registration, bool reported) => Verify.Analyzer<SessionInProcessMemoryOnly>(
        $$"""
        using Microsoft.Extensions.Caching.Distributed;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{{(reported ? "[|AddDistributedMemoryCache|]" : "AddDistributedMemoryCache")}}();
        builder.Services.AddSession();
        {{registration}}

        public abstract class Shop
        {
            public static Action<IServiceCollection> Add { get; set; } = _ => { };

            public static Shop Current { get; set; } = new Own();

            public abstract void AddTo(IServiceCollection services);

            public class Own : Shop
            {
                public override void AddTo(IServiceCollection services)
                {
                }
            }
        }

        public static class Store
        {
            public static void UsePostgreSql(this IServiceCollection services)
            {
            }

            public static void AddHybridCache(this IServiceCollection services)
            {
            }
        }
        """);

    [Theory]
    [InlineData("Shop.Redis")]
    [InlineData("Shop.Caching")]
    [InlineData("ShopCache")]
    [InlineData("Memcached")]
    public Task A_project_is_a_cache_by_its_name(string project) => Verify.Analyzer<SessionInProcessMemoryOnly>(test =>
    {
        test.AddDocument("Program.cs", App("builder.Services.AddDistributedMemoryCache();\nbuilder.Services.AddSession();\nbuilder.Services.AddShop();"));
        test.Project.References(project);
        test.AddProject(project).AddDocument("Services.cs", "public static class Services { public static void AddShop(this IServiceCollection services) => services.AddOptions(); }");
    });

    [Theory]
    [InlineData("UsePostgreSql")]
    [InlineData("UseRedis")]
    [InlineData("UseStore")]
    public Task A_store_is_told_by_its_name(string method) => Verify.Analyzer<SessionInProcessMemoryOnly>(
        App("builder.Services.AddGranularSessions();\nStore.Use(builder.Services);").Replace("Store.Use", $"Store.{method}")
        + $"\npublic static class Store {{ public static void {method}(IServiceCollection services) {{ }} }}",
        test => test.ReferencesGranularSessions = true);

    [Fact]
    public Task Every_in_memory_cache_is_reported() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        App("builder.Services.[|AddDistributedMemoryCache|]();\nbuilder.Services.[|AddDistributedMemoryCache|]();\nbuilder.Services.AddSession();"));

    [Fact]
    public Task The_cache_of_a_tag_helper_is_one() => Verify.Analyzer<SessionInProcessMemoryOnly>(
        App("builder.Services.AddMvcCore().AddCacheTagHelper();\nbuilder.Services.{|#0:AddSession|}();"),
        Verify.Diagnostic("SESS3011").WithLocation(0).WithArguments("the cache that AddCacheTagHelper registers keeps"));

    private static string App(string services) =>
        $"""
        var builder = WebApplication.CreateBuilder(args);
        {services}
        """;

    private static Task NotReported(string services) => Verify.Analyzer<SessionInProcessMemoryOnly>(App(services));
}
