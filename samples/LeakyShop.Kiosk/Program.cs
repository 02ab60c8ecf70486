using LeakyShop.Kiosk;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddDistributedPostgresCache(builder.Configuration.GetConnectionString("Sessions") ?? "Host=localhost;Username=postgres");
builder.Services.AddSession(options =>
{
    options.Cookie.Name = "__Host-Kiosk";
    options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
    options.Cookie.IsEssential = true;
});

var app = builder.Build();

app.UseSession();

app.MapGet("/", async (HttpContext context) => await context.Response.WriteAsync($"The shop speaks {context.Session.GetString("Language") ?? "English"}."));
app.MapPost("/languages/{language}", async (HttpContext context, string language) =>
{
    await context.Session.LoadAsync(context.RequestAborted);
    context.Session.SetString("Language", language);
});

app.Run();
