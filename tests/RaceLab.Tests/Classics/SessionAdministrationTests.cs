using System.Net;
using RaceLab.Classics;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Classics;

public sealed class SessionAdministrationTests
{
    private const string Sessions = "/classics/admin/sessions";
    private const string AccountPath = "/classics/account";

    [Fact]
    public async Task Only_administrators_see_the_sessions()
    {
        await using var lab = await RunningLab.StartAsync();
        using var stranger = lab.NewVisitor();
        using var ada = await lab.SignedInAsync(SignIns.Ada);
        using var administrator = await lab.SignedInAsync(SignIns.Administrator);

        Assert.Equal(HttpStatusCode.Unauthorized, await stranger.GetStatusAsync(Sessions));
        Assert.Equal(HttpStatusCode.Forbidden, await ada.GetStatusAsync(Sessions));
        Assert.Equal(HttpStatusCode.OK, await administrator.GetStatusAsync(Sessions));
    }

    [Fact]
    public async Task The_list_tells_sessions_apart_and_marks_ones_own()
    {
        await using var lab = await RunningLab.StartAsync();
        using var laptop = await lab.SignedInAsync(SignIns.Ada, "laptop");
        using var phone = await lab.SignedInAsync(SignIns.Ada, "phone");
        using var administrator = await lab.SignedInAsync(SignIns.Administrator, "desk");

        var listed = await administrator.GetAsync<ListedSession[]>(Sessions);

        Assert.Equal(
            [("ada", "laptop", false), ("ada", "phone", false), ("margaret", "desk", true)],
            listed.Select(session => (session.User, session.UserAgent!, session.IsCurrent)).Order());
    }

    [Fact]
    public async Task A_revoked_session_ends_at_once_and_the_users_others_go_on()
    {
        await using var lab = await RunningLab.StartAsync();
        using var laptop = await lab.SignedInAsync(SignIns.Ada, "laptop");
        using var phone = await lab.SignedInAsync(SignIns.Ada, "phone");
        using var administrator = await lab.SignedInAsync(SignIns.Administrator);
        var stolen = (await administrator.GetAsync<ListedSession[]>(Sessions)).Single(session => session.UserAgent == "phone");

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(administrator, $"{Sessions}/ada/{stolen.Id}"));

        Assert.Equal(HttpStatusCode.Unauthorized, await phone.GetStatusAsync(AccountPath));
        Assert.Equal(HttpStatusCode.OK, await laptop.GetStatusAsync(AccountPath));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(administrator, $"{Sessions}/ada/{stolen.Id}"));
    }

    [Fact]
    public async Task All_sessions_of_a_user_end_and_other_users_go_on()
    {
        await using var lab = await RunningLab.StartAsync();
        using var laptop = await lab.SignedInAsync(SignIns.Ada);
        using var phone = await lab.SignedInAsync(SignIns.Ada);
        using var grace = await lab.SignedInAsync(SignIns.Grace);
        using var administrator = await lab.SignedInAsync(SignIns.Administrator);

        using var ended = await administrator.SendAsync(HttpMethod.Delete, $"{Sessions}/ada", content: null);

        Assert.Equal(2, (await Visitor.ReadAsync<EndedSessions>(ended)).Count);
        Assert.Equal(HttpStatusCode.Unauthorized, await laptop.GetStatusAsync(AccountPath));
        Assert.Equal(HttpStatusCode.Unauthorized, await phone.GetStatusAsync(AccountPath));
        Assert.Equal(HttpStatusCode.OK, await grace.GetStatusAsync(AccountPath));
    }

    [Fact]
    public async Task Everyones_sessions_end_the_administrators_too()
    {
        await using var lab = await RunningLab.StartAsync();
        using var ada = await lab.SignedInAsync(SignIns.Ada);
        using var administrator = await lab.SignedInAsync(SignIns.Administrator);

        using var ended = await administrator.SendAsync(HttpMethod.Delete, Sessions, content: null);

        Assert.Equal(2, (await Visitor.ReadAsync<EndedSessions>(ended)).Count);
        Assert.Equal(HttpStatusCode.Unauthorized, await ada.GetStatusAsync(AccountPath));
        Assert.Equal(HttpStatusCode.Unauthorized, await administrator.GetStatusAsync(AccountPath));
    }

    private static async Task<HttpStatusCode> DeleteAsync(Visitor visitor, string path)
    {
        using var response = await visitor.SendAsync(HttpMethod.Delete, path, content: null);
        return response.StatusCode;
    }
}
