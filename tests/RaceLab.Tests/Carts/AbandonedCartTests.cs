using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RaceLab.Carts;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Carts;

/// <summary>A cart is kept on its own terms, not on those of the session that found it.</summary>
public sealed class AbandonedCartTests(SharedLab shared)
{
    [Fact]
    public async Task It_is_recovered_after_its_session_is_gone()
    {
        using Visitor visitor = shared.Lab.NewVisitor();
        string link = await FillAsync(visitor);
        await visitor.SendAsync(HttpMethod.Delete, "/carts/session", content: null);
        Assert.Equal(HttpStatusCode.NotFound, await visitor.GetStatusAsync("/carts/mine"));

        using HttpResponseMessage recovered = await visitor.PostAsync("/carts/recoveries", new { token = link });

        Assert.Equal(["tea"], (await Visitor.ReadAsync<CartView>(recovered)).Articles);
        Assert.Equal(["tea"], (await visitor.GetAsync<CartView>("/carts/mine")).Articles);
    }

    [Fact]
    public async Task It_is_recovered_on_another_device()
    {
        using Visitor phone = shared.Lab.NewVisitor();
        using Visitor desktop = shared.Lab.NewVisitor();
        string link = await FillAsync(phone);

        using HttpResponseMessage recovered = await desktop.PostAsync("/carts/recoveries", new { token = link });
        using HttpResponseMessage added = await desktop.PostAsync("/carts/mine/articles/coffee");

        Assert.Equal(["coffee", "tea"], (await phone.GetAsync<CartView>("/carts/mine")).Articles.Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("invented")]
    public async Task A_link_that_was_not_sent_opens_nothing(string link)
    {
        using Visitor visitor = shared.Lab.NewVisitor();
        using HttpResponseMessage refused = await visitor.PostAsync("/carts/recoveries", new { token = link });

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task It_expires_by_itself_when_nobody_changes_it_for_its_lifetime()
    {
        var time = new ManualTimeProvider();
        await using RunningLab lab = await RunningLab.StartAsync(services => services.AddSingleton<TimeProvider>(time));
        using Visitor visitor = lab.NewVisitor();
        string link = await FillAsync(visitor);

        time.Advance(CartStore.Lifetime - TimeSpan.FromMinutes(1));
        using (await visitor.PostAsync("/carts/mine/articles/coffee"))
        {
            time.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(HttpStatusCode.OK, await visitor.GetStatusAsync("/carts/mine"));
        }

        time.Advance(CartStore.Lifetime);
        using HttpResponseMessage gone = await visitor.PostAsync("/carts/recoveries", new { token = link });
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Who_has_no_session_has_no_cart()
    {
        using Visitor visitor = shared.Lab.NewVisitor();
        using HttpResponseMessage adding = await visitor.PostAsync("/carts/mine/articles/tea");
        using HttpResponseMessage linking = await visitor.PostAsync("/carts/mine/recovery-links");

        Assert.Equal(HttpStatusCode.NotFound, adding.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, linking.StatusCode);
    }

    private static async Task<string> FillAsync(Visitor visitor)
    {
        using HttpResponseMessage created = await visitor.PostAsync("/carts");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using HttpResponseMessage added = await visitor.PostAsync("/carts/mine/articles/tea");
        using HttpResponseMessage link = await visitor.PostAsync("/carts/mine/recovery-links");
        return (await Visitor.ReadAsync<RecoveryLink>(link)).Token;
    }

    private sealed record CartView(IReadOnlyCollection<string> Articles);

    private sealed record RecoveryLink(string Token);
}
