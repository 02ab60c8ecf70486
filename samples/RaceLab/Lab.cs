using System.Text.Json;
using System.Text.Json.Serialization;
using GranularSessions.Storage;
using Microsoft.Extensions.Caching.Distributed;
using RaceLab.Carts;
using RaceLab.Classics;
using RaceLab.Csrf;
using RaceLab.Racing;
using RaceLab.Sources;
using RaceLab.Stores;
using RaceLab.Tokens;

namespace RaceLab;

/// <summary>The app: the page, the races, the classics.</summary>
public static class Lab
{
    /// <summary>The cookie of the framework's own session.</summary>
    public const string StockCookie = "RaceLab.Stock";

    /// <summary>Builds the app without starting it.</summary>
    /// <param name="args">The command line; see <see cref="LabOptions.Usage"/>.</param>
    /// <param name="configure">Changes services, for tests.</param>
    /// <exception cref="LabOptionsException">The options are wrong.</exception>
    /// <exception cref="StoreUnreachableException">The configured server does not answer.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(Lab).Assembly.GetName().Name,
            // Wherever it is started from, tests included.
            ContentRootPath = AppContext.BaseDirectory,
        });
        LabOptions options = LabOptions.Read(args, builder.Configuration);
        if (!builder.Environment.IsDevelopment())
        {
            throw new LabOptionsException(
                "RaceLab races over plain http on this machine, which sessions allow in the Development environment only: set ASPNETCORE_ENVIRONMENT=Development.");
        }

        builder.Services.AddSingleton(options);
        LabStore.Add(builder.Services, options);
        builder.Services.AddSession(session =>
        {
            session.Cookie.Name = StockCookie;
            session.Cookie.HttpOnly = true;
            session.Cookie.SecurePolicy = builder.Environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            session.Cookie.IsEssential = true;
        });
        AddRaces(builder.Services);
        builder.AddClassics();
        builder.AddCsrf();
        configure?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        app.Use(PageSecurity.AddHeadersAsync);
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRouting();
        app.MapRaces();
        app.MapSources();
        app.MapCarts();
        app.MapSignedSessions();
        app.MapClassics();
        app.MapCsrf();
        return app;
    }

    private static void AddRaces(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        services.AddSingleton<ShopCarts>();
        services.AddSingleton<RevocationList>();
        services.AddSingleton<SignedSessions>();
        services.AddSingleton<Backend, RacingBackend>();
        services.AddSingleton<RaceOptions>();
        services.AddSingleton<RaceRegistry>();
        services.AddSingleton<RaceEngine>();
        services.AddSingleton<SourceFiles>();
        foreach (StrategyInfo strategy in StrategyCatalog.All)
        {
            services.AddSingleton(strategy.Type);
        }

        services.Decorate<IDistributedCache>(cache => new RecordingCache(cache));
        services.Decorate<SessionStore>(store => new RecordingSessionStore(store));
        services.Decorate<CartStore>(store => new RecordingCartStore(store));
    }
}
