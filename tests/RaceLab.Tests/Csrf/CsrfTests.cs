using System.Net;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Csrf;

/// <summary>What all three ways have in common.</summary>
public sealed class CsrfTests(SharedLab shared)
{
    public static TheoryData<string> Ways => [Forms.Consumed, Forms.Derived, Forms.DoubleSubmit];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_form_is_accepted_with_its_token(string way)
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();

        var token = await visitor.OpenFormAsync(way);

        Assert.Equal(HttpStatusCode.OK, await visitor.SubmitOnceAsync(way, token));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_form_is_refused_without_a_token_and_with_an_invented_one(string way)
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        await visitor.OpenFormAsync(way);

        Assert.Equal(HttpStatusCode.Forbidden, await visitor.SubmitOnceAsync(way, token: null));
        Assert.Equal(HttpStatusCode.Forbidden, await visitor.SubmitOnceAsync(way, "invented"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_form_is_refused_with_the_token_of_another_session(string way)
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        using var attacker = lab.NewVisitor();
        await visitor.OpenFormAsync(way);

        var token = await attacker.OpenFormAsync(way);

        Assert.Equal(HttpStatusCode.Forbidden, await visitor.SubmitOnceAsync(way, token));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_submit_without_a_session_is_refused_and_begins_none(string way)
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();

        Assert.Equal(HttpStatusCode.Forbidden, await visitor.SubmitOnceAsync(way, "invented"));

        Assert.Empty(visitor.Cookies);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_token_of_before_the_sign_in_no_longer_counts(string way)
    {
        var lab = shared.Lab;
        using var visitor = lab.NewVisitor();
        var before = await visitor.OpenFormAsync(way);

        await visitor.SignInAsync(SignIns.Ada);

        Assert.Equal(HttpStatusCode.Forbidden, await visitor.SubmitOnceAsync(way, before));
        Assert.Equal(HttpStatusCode.OK, await visitor.SubmitOnceAsync(way, await visitor.OpenFormAsync(way)));
    }
}
