using System.Text.Json.Serialization;
using AotSample;
using GranularSessions;
using Npgsql;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ShopContext.Default));

GranularSessionsBuilder sessions = builder.Services.AddGranularSessions(options =>
{
    // Without reflection JSON knows only the types that a context names, and the built-in ones.
    options.SerializerOptions = new() { TypeInfoResolver = ShopContext.Default };
    options.AllowHttpInDevelopment = true;
});

// Sessions stay in this process's memory unless a database is configured: ConnectionStrings__Sessions=Host=…
if (builder.Configuration.GetConnectionString("Sessions") is { } connectionString)
{
    NpgsqlSlimDataSourceBuilder database = new(connectionString);
    database.EnableArrays();
    builder.Services.AddSingleton(_ => database.Build());
    sessions.UsePostgreSql(options => options.EnsureSchemaAtStart = true);
}

WebApplication app = builder.Build();
app.UseGranularSessions();

app.MapPost("/visits", async (HttpContext context, CancellationToken cancellation) =>
    Results.Ok(await context.GetSessionState().Counter("visits").IncrementAsync(cancellationToken: cancellation)));

app.MapPost("/cart/{article}", async (string article, HttpContext context, CancellationToken cancellation) =>
    Results.Ok(await context.GetSessionState().Map<CartLine>("cart").AddOrUpdateAsync(
        article, new CartLine(article, 1), line => line with { Quantity = line.Quantity + 1 }, cancellation)));

app.MapGet("/cart", async (HttpContext context, CancellationToken cancellation) =>
    Results.Ok((await context.GetSessionState().Map<CartLine>("cart").GetAllAsync(cancellation)).Values.ToArray()));

app.MapPost("/theme/{theme}", (string theme, HttpContext context) => context.Session.SetString("theme", theme));

app.MapGet("/theme", (HttpContext context) => Results.Text(context.Session.GetString("theme") ?? "light"));

app.MapPost("/sign-out", (HttpContext context, CancellationToken cancellation) => context.GetSessionState().DestroyAsync(cancellation));

app.Run();

namespace AotSample
{
    internal sealed record CartLine(string Article, int Quantity);

    [JsonSerializable(typeof(CartLine))]
    [JsonSerializable(typeof(CartLine[]))]
    [JsonSerializable(typeof(long))]
    internal sealed partial class ShopContext : JsonSerializerContext;
}
