using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization;
using RaceLab.Racing;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Racing;

/// <summary>What the page asks for, as it asks.</summary>
public sealed class RaceApiTests(SharedLab shared)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    [Fact]
    public async Task A_race_tells_its_progress_and_then_its_result()
    {
        using Visitor page = shared.Lab.NewVisitor();
        using HttpResponseMessage response = await page.PostAsync("/api/races", new RaceRequest("granular-operations", 10));

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        List<RaceEvent> news = [];
        await using Stream stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await foreach (SseItem<RaceEvent> item in SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<RaceEvent>(data, Json)!).EnumerateAsync())
        {
            news.Add(item.Data);
        }

        Assert.Equal(new RaceProgress(0, 43), news[0].Progress);
        Assert.Equal(10, news[^1].Result!.Clients);
        Assert.True(news[^1].Result!.IsRight);
    }

    [Theory]
    [InlineData("no-such-strategy", 10, "strategy")]
    [InlineData("stock-session", 9, "clients")]
    [InlineData("stock-session", 201, "clients")]
    public async Task What_cannot_be_raced_is_refused_by_name(string strategy, int clients, string wrong)
    {
        using Visitor page = shared.Lab.NewVisitor();
        using HttpResponseMessage response = await page.PostAsync("/api/races", new RaceRequest(strategy, clients));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal([wrong], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task The_page_loads_its_own_files_and_runs_no_inline_script()
    {
        using Visitor page = shared.Lab.NewVisitor();
        using HttpResponseMessage response = await page.GetAsync("/");
        string html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("script-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }
}
