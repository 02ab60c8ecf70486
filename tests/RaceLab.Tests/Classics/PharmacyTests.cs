using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RaceLab.Classics;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Classics;

public sealed class PharmacyTests
{
    private const string Right = "/classics/pills";
    private const string Reflecting = "/classics/wrong/pills";
    private const string Listed = "https://pharmacy.example";
    private const string Unlisted = "https://pharmacy.example.evil.example";
    private const string AllowOrigin = "Access-Control-Allow-Origin";
    private const string AllowCredentials = "Access-Control-Allow-Credentials";

    private static Task<RunningLab> StartAsync()
        => RunningLab.StartAsync(services => services.Configure<PharmacyOptions>(pharmacy =>
        {
            pharmacy.Listed.Add(Listed);
            pharmacy.Listed.Add("https://second.pharmacy.example");
        }));

    [Fact]
    public async Task The_listed_origin_is_allowed_by_name_with_credentials()
    {
        await using var lab = await StartAsync();
        using var visitor = lab.NewVisitor();

        using var preflight = await PreflightAsync(visitor, Right, Listed);
        using var added = await visitor.PostAsync(Right, new Pill("aspirin"), ("Origin", Listed));
        using var read = await visitor.GetAsync(Right, ("Origin", Listed));

        Assert.All([preflight, added, read], response =>
        {
            Assert.Equal(Listed, Header(response, AllowOrigin));
            Assert.Equal("true", Header(response, AllowCredentials));
        });
        Assert.Equal(["aspirin"], await Visitor.ReadAsync<string[]>(read));
    }

    [Fact]
    public async Task Another_origin_is_allowed_nothing()
    {
        await using var lab = await StartAsync();
        using var visitor = lab.NewVisitor();

        using var preflight = await PreflightAsync(visitor, Right, Unlisted);
        using var read = await visitor.GetAsync(Right, ("Origin", Unlisted));

        Assert.Null(Header(preflight, AllowOrigin));
        Assert.Null(Header(read, AllowOrigin));
    }

    [Fact]
    public async Task Answers_vary_by_origin_so_that_no_cache_serves_one_origins_to_another()
    {
        await using var lab = await StartAsync();
        using var visitor = lab.NewVisitor();

        using var read = await visitor.GetAsync(Right, ("Origin", Listed));

        Assert.Contains("Origin", read.Headers.Vary);
    }

    [Fact]
    public async Task A_form_of_another_site_adds_nothing_because_it_cannot_send_json()
    {
        await using var lab = await StartAsync();
        using var visitor = lab.NewVisitor();

        using var posted = await visitor.SendAsync(HttpMethod.Post, Right, new StringContent("""{"name":"poison"}""", Encoding.UTF8, "text/plain"), ("Origin", Unlisted));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, posted.StatusCode);
        Assert.Empty(await visitor.GetAsync<string[]>(Right));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData(101)]
    public async Task A_pill_without_a_name_or_with_too_long_a_one_is_refused(object? name)
    {
        await using var lab = await StartAsync();
        using var visitor = lab.NewVisitor();

        using var response = await visitor.PostAsync(Right, new Pill(name is int length ? new string('x', length) : (string?)name));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Pills_that_are_added_in_parallel_are_all_listed()
    {
        await using var lab = await StartAsync();
        using var visitor = lab.NewVisitor();
        using (await visitor.PostAsync(Right, new Pill("first")))
        {
        }

        await Race.RunAsync(20, pill => visitor.PostAsync(Right, new Pill($"pill {pill}")));

        Assert.Equal(21, (await visitor.GetAsync<string[]>(Right)).Length);
    }

    [Theory]
    [InlineData("https://pharmacy.example/")]
    [InlineData("https://pharmacy.example/page")]
    [InlineData("pharmacy.example")]
    [InlineData("ftp://pharmacy.example")]
    public async Task What_is_no_origin_stops_the_app_at_its_start(string configured)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningLab.StartAsync(
            services => services.Configure<PharmacyOptions>(pharmacy => pharmacy.Listed.Add(configured))));

        Assert.Contains("with nothing behind it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reflecting_endpoint_allows_whoever_asks()
    {
        await using var lab = await StartAsync();
        using var visitor = lab.NewVisitor();

        using var preflight = await PreflightAsync(visitor, Reflecting, Unlisted);
        using var read = await visitor.GetAsync(Reflecting, ("Origin", Unlisted));

        Assert.Equal((Unlisted, "true"), (Header(preflight, AllowOrigin), Header(preflight, AllowCredentials)));
        Assert.Equal((Unlisted, "true"), (Header(read, AllowOrigin), Header(read, AllowCredentials)));
    }

    private static Task<HttpResponseMessage> PreflightAsync(Visitor visitor, string path, string origin)
        => visitor.SendAsync(
            HttpMethod.Options, path, content: null,
            ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type"));

    private static string? Header(HttpResponseMessage response, string name)
        => response.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
