using GranularSessions;
using RaceLab.Classics;
using RaceLab.Csrf;
using RaceLab.Stores;

namespace RaceLab;

/// <summary>The app: the page, the races, the classics.</summary>
public static class Lab
{
    /// <summary>Builds the app without starting it.</summary>
    /// <param name="args">The command line; see <see cref="LabOptions.Usage"/>.</param>
    /// <param name="configure">Changes services, for tests.</param>
    /// <exception cref="LabOptionsException">The options are wrong.</exception>
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
            session.Cookie.Name = "RaceLab.Stock";
            session.Cookie.HttpOnly = true;
            session.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            session.Cookie.IsEssential = true;
        });
        builder.AddClassics();
        builder.AddCsrf();
        configure?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        app.Use(PageSecurity.AddHeadersAsync);
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRouting();
        app.MapClassics();
        app.MapCsrf();
        return app;
    }
}
