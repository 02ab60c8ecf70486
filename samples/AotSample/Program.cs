using System.Text.Json.Serialization;
using GranularSessions;
using Npgsql;

var builder = WebApplication.CreateSlimBuilder(args);
var sessions = builder.Services.AddGranularSessions(options =>
{
    options.AllowHttpInDevelopment = true;
    options.SerializerOptions.TypeInfoResolver = CartJson.Default;
});
if (builder.Configuration.GetConnectionString("Sessions") is { } connectionString)
{
    sessions.UsePostgreSql(NpgsqlDataSource.Create(connectionString));
}

builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, CartJson.Default));
builder.Services.AddHealthChecks().AddGranularSessions();

var app = builder.Build();
app.UseGranularSessions();
app.MapHealthChecks("/health");
app.MapGet("/cart", async (HttpContext context, CancellationToken cancellation)
    => await context.GetSessionState().Map<CartLine>("cart").GetAllAsync(cancellation));
app.MapPost("/cart/{article}", async (string article, SessionOperationId? operation, HttpContext context, CancellationToken cancellation) =>
{
    var state = context.GetSessionState();
    if (operation is { } id)
    {
        // A click that is sent twice adds one.
        state = state.WithOperation(id);
    }

    return await state.Map<CartLine>("cart").AddOrUpdateAsync(
        article, new CartLine(article, 1), line => line with { Quantity = line.Quantity + 1 }, cancellation);
});
app.MapGet("/visits", async (HttpContext context, CancellationToken cancellation)
    => await context.GetSessionState().Counter("visits").IncrementAsync(cancellationToken: cancellation));
app.Run();

internal sealed record CartLine(string Article, int Quantity);

[JsonSerializable(typeof(CartLine))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, CartLine>))]
[JsonSerializable(typeof(long))]
internal sealed partial class CartJson : JsonSerializerContext;
