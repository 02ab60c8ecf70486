using GranularSessions;
using LeakyShop.BackOffice;

var builder = WebApplication.CreateBuilder(args);

builder.Services.Configure<CookiePolicyOptions>(options => options.CheckConsentNeeded = _ => true);

builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession(options =>
{
    options.Cookie.Name = ".BackOffice";
    options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
});

var app = builder.Build();

app.UseCookiePolicy();
app.Use(async (context, next) =>
{
    app.Logger.LogInformation("{Path} in {Warehouse}", context.Request.Path, context.Session.GetString("Warehouse"));
    await next(context);
});
app.UseSession(new SessionOptions { IdleTimeout = TimeSpan.Zero });
app.UseMiddleware<StockReport>();

app.MapGet("/", (HttpContext context) => $"You count the stock of {context.Session.GetString("Warehouse") ?? "no warehouse"}.");
app.MapPost("/warehouses/{warehouse}", (HttpContext context, string warehouse) => context.Session.SetString("Warehouse", warehouse));

app.MapGet("/deliveries", (HttpContext context) => $"{context.Session.GetInt32("Deliveries") ?? 0} deliveries taken in.");
app.MapPost("/deliveries", (HttpContext context) => context.GetSessionState().Counter("Deliveries").IncrementAsync());

app.Run();
