using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3011: two instances of one app, and one before and after a restart, share no session but through a cache of their own.</summary>
public sealed class SessionInProcessMemoryOnly
{
    private static readonly EphemeralDataProtectionProvider s_keys = new();

    [Fact]
    public async Task A_second_instance_does_not_know_the_session()
    {
        await using SessionApp first = await StartAsync(static services => services.AddDistributedMemoryCache());
        await using SessionApp second = await StartAsync(static services => services.AddDistributedMemoryCache());
        using Browser visitor = first.NewBrowser();
        await visitor.PostAsync("/note");
        using Browser sameVisitor = visitor.On(second);

        Assert.Equal("remember me", await visitor.GetTextAsync("/note"));
        Assert.Equal("", await sameVisitor.GetTextAsync("/note"));
    }

    [Fact]
    public async Task The_cache_that_comes_with_views_is_such_a_cache()
    {
        await using SessionApp first = await StartAsync(static services => services.AddControllersWithViews());
        await using SessionApp second = await StartAsync(static services => services.AddControllersWithViews());
        using Browser visitor = first.NewBrowser();
        await visitor.PostAsync("/note");
        using Browser sameVisitor = visitor.On(second);

        Assert.Equal("", await sameVisitor.GetTextAsync("/note"));
    }

    [Fact]
    public async Task Instances_with_one_cache_share_the_session()
    {
        var shared = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        await using SessionApp first = await StartAsync(services => services.AddSingleton<IDistributedCache>(shared));
        await using SessionApp second = await StartAsync(services => services.AddSingleton<IDistributedCache>(shared));
        using Browser visitor = first.NewBrowser();
        await visitor.PostAsync("/note");
        using Browser sameVisitor = visitor.On(second);

        Assert.Equal("remember me", await sameVisitor.GetTextAsync("/note"));
    }

    /// <summary>An instance whose keys are those of the others: what is lost is lost with the cache, not with the cookie.</summary>
    private static Task<SessionApp> StartAsync(Action<IServiceCollection> cache) => SessionApp.WiredAsync(
        services =>
        {
            cache(services);
            services.AddSession();
            services.AddSingleton<IDataProtectionProvider>(s_keys);
        },
        static app => app.UseSession(),
        Map);

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/note", static (HttpContext context) => context.Session.SetString("note", "remember me"));
        routes.MapGet("/note", static (HttpContext context) => context.Session.GetString("note") ?? "");
    }
}
