using System.Net;
using GranularSessions.Tests.Servers;
using GranularSessions.Tests.Support;
using Npgsql;

namespace GranularSessions.Tests.Publishing;

/// <summary>A trimmed app without reflection-based JSON: <c>samples/AotSample</c>, published as a user does and run.</summary>
public sealed class TrimmedSampleTests(PublishedSample sample)
{
    [Fact]
    public async Task It_is_published_without_a_warning()
    {
        var (exitCode, output) = await sample.Publish;

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task It_keeps_sessions_in_memory()
    {
        await using var app = await sample.StartAsync();

        await UseTheShopAsync(app.NewBrowser());
    }

    [Fact]
    public async Task It_keeps_sessions_in_PostgreSQL()
    {
        if (await PostgreSqlServer.SharedAsync() is not { } server)
        {
            ServerTests.NoServer(PostgreSqlServer.NotInstalled);
            return;
        }

        await using var app = await sample.StartAsync(("ConnectionStrings__Sessions", await NewDatabaseAsync(server)));

        await UseTheShopAsync(app.NewBrowser());
    }

    private static async Task<string> NewDatabaseAsync(PostgreSqlServer server)
    {
        await using var administration = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = administration.CreateCommand("CREATE DATABASE aot_sample");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "aot_sample" }.ConnectionString;
    }

    private static async Task UseTheShopAsync(Browser browser)
    {
        Assert.Equal("1", await PostAsync(browser, "/visits"));
        Assert.Equal("2", await PostAsync(browser, "/visits"));
        Assert.Equal("""{"article":"tea","quantity":1}""", await PostAsync(browser, "/cart/tea"));
        Assert.Equal("""{"article":"tea","quantity":2}""", await PostAsync(browser, "/cart/tea"));
        Assert.Equal("""[{"article":"tea","quantity":2}]""", await browser.GetTextAsync("/cart"));
        await PostAsync(browser, "/theme/dark");
        Assert.Equal("dark", await browser.GetTextAsync("/theme"));
        await PostAsync(browser, "/sign-out");
        Assert.Equal("light", await browser.GetTextAsync("/theme"));
    }

    private static async Task<string> PostAsync(Browser browser, string path)
    {
        using var response = await browser.SendAsync(HttpMethod.Post, path);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {(int)response.StatusCode} {answer}");
        return answer;
    }
}
