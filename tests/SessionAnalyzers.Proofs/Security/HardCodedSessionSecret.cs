using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2009: whoever has the assembly has the key that is written in it, and signs tokens that the app accepts.</summary>
public sealed class HardCodedSessionSecret
{
    private const string KeyInTheSource = "the shop's key, which is long enough";

    [Fact]
    public async Task The_literal_can_be_read_in_the_assembly()
    {
        byte[] assembly = await File.ReadAllBytesAsync(typeof(HardCodedSessionSecret).Assembly.Location, TestContext.Current.CancellationToken);

        Assert.True(assembly.AsSpan().IndexOf(Encoding.Unicode.GetBytes(KeyInTheSource)) >= 0);
    }

    [Fact]
    public async Task A_token_forged_with_the_literal_is_accepted()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes =>
            routes.MapGet("/user", (string user, string signature) => Accepted(user, signature, Encoding.UTF8.GetBytes(KeyInTheSource))));
        using Browser attacker = app.NewBrowser();

        Assert.Equal("admin", await attacker.GetTextAsync(ForgedAddress()));
    }

    [Fact]
    public async Task It_is_accepted_where_the_literal_is_the_fallback_of_a_missing_setting()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes =>
            routes.MapGet("/user", (string user, string signature, IConfiguration configuration) =>
                Accepted(user, signature, Encoding.UTF8.GetBytes(configuration["Tokens:Key"] ?? KeyInTheSource))));
        using Browser attacker = app.NewBrowser();

        Assert.Equal("admin", await attacker.GetTextAsync(ForgedAddress()));
    }

    [Fact]
    public async Task It_is_refused_with_a_random_key_from_configuration()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        await using SessionApp app = await SessionApp.StockAsync(MapConfigured, services: services => Configure(services, key));
        using Browser attacker = app.NewBrowser();

        Assert.Equal("refused", await attacker.GetTextAsync(ForgedAddress()));
    }

    [Fact]
    public async Task A_token_of_the_app_is_accepted_with_a_random_key_from_configuration()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        await using SessionApp app = await SessionApp.StockAsync(MapConfigured, services: services => Configure(services, key));
        using Browser user = app.NewBrowser();

        Assert.Equal("alice", await user.GetTextAsync($"/user?user=alice&signature={Sign("alice", key)}"));
    }

    private static void MapConfigured(IEndpointRouteBuilder routes) =>
        routes.MapGet("/user", (string user, string signature, IConfiguration configuration) =>
            Accepted(user, signature, Convert.FromBase64String(configuration["Tokens:Key"] ?? throw new InvalidOperationException("Tokens:Key is not configured."))));

    private static void Configure(IServiceCollection services, byte[] key) =>
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Tokens:Key", Convert.ToBase64String(key))]).Build());

    private static string ForgedAddress() => $"/user?user=admin&signature={Sign("admin", Encoding.UTF8.GetBytes(KeyInTheSource))}";

    private static string Accepted(string user, string signature, byte[] key) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromHexString(signature), Convert.FromHexString(Sign(user, key))) ? user : "refused";

    private static string Sign(string user, byte[] key)
    {
        using var algorithm = new HMACSHA256(key);
        return Convert.ToHexString(algorithm.ComputeHash(Encoding.UTF8.GetBytes(user)));
    }
}
