using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RaceLab.Tests.Support;
using RaceLab.Tokens;

namespace RaceLab.Tests.Tokens;

public sealed class SignedSessionTests(SharedLab shared)
{
    private const string Mine = "/signed-sessions/mine";

    [Fact]
    public async Task A_browser_gets_it_in_a_cookie_that_scripts_cannot_read()
    {
        using Visitor browser = shared.Lab.NewVisitor();
        using HttpResponseMessage begun = await browser.PostAsync("/signed-sessions");

        Assert.Contains("httponly", begun.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await browser.GetStatusAsync(Mine));
    }

    [Fact]
    public async Task A_client_that_holds_it_itself_gets_no_cookie()
    {
        using Visitor app = shared.Lab.NewVisitor();
        string token = await HoldAsync(app);

        Assert.Empty(app.Cookies);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(app, token));
    }

    [Fact]
    public async Task Logging_out_ends_it_for_whoever_has_copied_it_too()
    {
        using Visitor browser = shared.Lab.NewVisitor();
        using HttpResponseMessage begun = await browser.PostAsync("/signed-sessions");
        using Visitor thief = browser.Copy();

        using HttpResponseMessage loggedOut = await browser.SendAsync(HttpMethod.Delete, Mine, content: null);

        Assert.Equal(HttpStatusCode.NoContent, loggedOut.StatusCode);
        Assert.Empty(browser.Cookies);
        Assert.Equal(HttpStatusCode.Unauthorized, await thief.GetStatusAsync(Mine));
    }

    [Fact]
    public async Task Logging_out_of_one_leaves_the_others_alone()
    {
        using Visitor app = shared.Lab.NewVisitor();
        string first = await HoldAsync(app);
        string second = await HoldAsync(app);

        using HttpResponseMessage loggedOut = await app.SendAsync(HttpMethod.Delete, Mine, content: null, ("Authorization", "Bearer " + first));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(app, first));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(app, second));
    }

    [Fact]
    public async Task It_ends_by_itself()
    {
        var time = new ManualTimeProvider();
        await using RunningLab lab = await RunningLab.StartAsync(services => services.AddSingleton<TimeProvider>(time));
        using Visitor app = lab.NewVisitor();
        string token = await HoldAsync(app);

        time.Advance(SignedSessions.Lifetime - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(app, token));

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(app, token));
    }

    [Fact]
    public async Task Changed_claims_are_not_believed()
    {
        using Visitor app = shared.Lab.NewVisitor();
        string[] parts = (await HoldAsync(app)).Split('.');
        string claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        string later = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.Replace("\"exp\":", "\"exp\":9", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(app, $"{parts[0]}.{later}.{parts[2]}"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS512")]
    public async Task Another_algorithm_is_not_read(string algorithm)
    {
        using Visitor app = shared.Lab.NewVisitor();
        string[] parts = (await HoldAsync(app)).Split('.');
        string header = System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, typ = "JWT" }));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(app, $"{header}.{parts[1]}.{parts[2]}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(app, $"{header}.{parts[1]}."));
    }

    [Fact]
    public async Task Another_key_is_not_ours()
    {
        await using RunningLab other = await RunningLab.StartAsync();
        using Visitor stranger = other.NewVisitor();
        using Visitor app = shared.Lab.NewVisitor();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(app, await HoldAsync(stranger)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("not a token")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.!")]
    public async Task What_is_no_token_is_not_read(string token)
    {
        using Visitor app = shared.Lab.NewVisitor();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(app, token));
    }

    private static async Task<string> HoldAsync(Visitor visitor)
    {
        using HttpResponseMessage begun = await visitor.PostAsync("/signed-sessions?held=true");
        return (await Visitor.ReadAsync<Held>(begun)).Token;
    }

    private static async Task<HttpStatusCode> StatusOfAsync(Visitor visitor, string token)
    {
        using HttpResponseMessage response = await visitor.GetAsync(Mine, ("Authorization", "Bearer " + token));
        return response.StatusCode;
    }

    private sealed record Held(string Token);
}
