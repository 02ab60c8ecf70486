using System.Net;
using GranularSessions;
using Microsoft.Extensions.DependencyInjection;
using RaceLab.Classics;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Classics;

public sealed class LoginTests(SharedLab shared)
{
    private const string AccountPath = "/classics/account";
    private const string StockAccountPath = "/classics/wrong/account";
    private const string StockLoginPath = "/classics/wrong/login";
    private const string SessionCookie = "GranularSession";
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Absolute = TimeSpan.FromHours(2);

    [Fact]
    public async Task A_sign_in_changes_the_sessions_cookie_and_keeps_what_it_holds()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        using (await visitor.PostAsync("/classics/visits/increment"))
        {
        }

        using var before = visitor.Copy();
        await visitor.SignInAsync(SignIns.Ada);

        Assert.NotEqual(before.Cookies[SessionCookie], visitor.Cookies[SessionCookie]);
        Assert.Equal("ada", (await visitor.GetAsync<Account>(AccountPath)).User);
        Assert.Equal(1, (await visitor.GetAsync<VisitCount>("/classics/visits")).Visits);
    }

    [Fact]
    public async Task A_page_can_ask_who_is_signed_in()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        Assert.Null((await visitor.GetAsync<SignedInUser>("/classics/login")).User);

        await visitor.SignInAsync(SignIns.Grace);

        Assert.Equal("grace", (await visitor.GetAsync<SignedInUser>("/classics/login")).User);
    }

    [Fact]
    public async Task A_planted_cookie_opens_nothing_after_the_victims_sign_in()
    {
        var lab = shared.Lab;
        using var attacker = lab.NewVisitor();
        using (await attacker.PostAsync("/classics/visits/increment"))
        {
        }

        using var victim = attacker.Copy();
        await victim.SignInAsync(SignIns.Ada);

        Assert.Equal(0, (await attacker.GetAsync<VisitCount>("/classics/visits")).Visits);
        Assert.Equal(HttpStatusCode.Unauthorized, await attacker.GetStatusAsync(AccountPath));
    }

    [Fact]
    public async Task A_planted_stock_cookie_is_signed_in_with_the_victim()
    {
        var lab = shared.Lab;
        using var attacker = lab.NewVisitor();
        using (await attacker.PostAsync("/classics/wrong/visits/increment"))
        {
        }

        using var victim = attacker.Copy();
        await victim.SignInAsync(SignIns.Ada, StockLoginPath);

        Assert.Equal("ada", await attacker.GetAsync<string>(StockAccountPath));
    }

    [Theory]
    [InlineData("ada", "wrong")]
    [InlineData("nobody", "analytical engine")]
    [InlineData(null, null)]
    public async Task Wrong_credentials_sign_nobody_in(string? user, string? password)
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();

        using var response = await visitor.PostAsync("/classics/login", new Credentials(user, password));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.GetStatusAsync(AccountPath));
    }

    [Fact]
    public async Task Idleness_signs_out()
    {
        var clock = new ManualTimeProvider();
        await using var lab = await StartWithClockAsync(clock);
        using var visitor = await lab.SignedInAsync(SignIns.Ada);

        clock.Advance(Idle - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await visitor.GetStatusAsync(AccountPath));
        clock.Advance(Idle);

        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.GetStatusAsync(AccountPath));
    }

    [Fact]
    public async Task Age_signs_out_whatever_the_activity()
    {
        var clock = new ManualTimeProvider();
        await using var lab = await StartWithClockAsync(clock);
        using var visitor = await lab.SignedInAsync(SignIns.Ada);

        for (var lived = Idle / 2; lived < Absolute; lived += Idle / 2)
        {
            clock.Advance(Idle / 2);
            Assert.Equal(HttpStatusCode.OK, await visitor.GetStatusAsync(AccountPath));
        }

        clock.Advance(Idle / 2);

        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.GetStatusAsync(AccountPath));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_copied_cookies_too()
    {
        var lab = shared.Lab;
        using var visitor = await lab.SignedInAsync(SignIns.Ada);
        using var copy = visitor.Copy();

        using (await visitor.PostAsync("/classics/logout"))
        {
        }

        Assert.Empty(visitor.Cookies);
        Assert.Equal(HttpStatusCode.Unauthorized, await copy.GetStatusAsync(AccountPath));
    }

    [Fact]
    public async Task Signing_out_of_the_stock_session_leaves_the_administrators_role_behind()
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        await visitor.SignInAsync(SignIns.Administrator, StockLoginPath);

        using (await visitor.PostAsync("/classics/wrong/logout"))
        {
        }

        Assert.Equal(HttpStatusCode.OK, await visitor.GetStatusAsync("/classics/wrong/admin/sessions"));
    }

    [Fact]
    public async Task A_page_of_another_origin_can_neither_sign_in_nor_out()
    {
        var lab = shared.Lab;
        using var visitor = await lab.SignedInAsync(SignIns.Ada);

        using var signIn = await visitor.PostAsync("/classics/login", SignIns.Grace, ("Sec-Fetch-Site", "same-site"));
        using var signOut = await visitor.PostAsync("/classics/logout", ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (signIn.StatusCode, signOut.StatusCode));
        Assert.Equal("ada", (await visitor.GetAsync<Account>(AccountPath)).User);
    }

    private static Task<RunningLab> StartWithClockAsync(ManualTimeProvider clock)
        => RunningLab.StartAsync(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.Configure<GranularSessionOptions>(sessions =>
            {
                sessions.IdleTimeout = Idle;
                sessions.AbsoluteTimeout = Absolute;
            });
        });
}
