using RaceLab.Racing;
using RaceLab.Strategies;

namespace RaceLab.Tests.Support;

/// <summary>One visit under one strategy, over its routes.</summary>
internal sealed class StrategyVisit : IDisposable
{
    private readonly Visitor _visitor;
    private readonly string _routes;
    private readonly string _orderToken;

    private StrategyVisit(Visitor visitor, string routes, string orderToken)
    {
        _visitor = visitor;
        _routes = routes;
        _orderToken = orderToken;
    }

    public static async Task<StrategyVisit> BeginAsync(RunningLab lab, string strategy)
    {
        Visitor visitor = lab.NewVisitor();
        string routes = "/strategies/" + strategy;
        using HttpResponseMessage response = await visitor.PostAsync(routes + "/visitors");
        return new(visitor, routes, (await Visitor.ReadAsync<Begun>(response)).OrderToken);
    }

    public Task<ActionAnswer> AddAsync(string article) => PostAsync("/cart/" + article);

    public Task<ActionAnswer> CountVisitAsync(params (string, string)[] headers) => PostAsync("/visits", headers);

    public Task<ActionAnswer> OrderAsync() => OrderAsync(_orderToken);

    public Task<ActionAnswer> OrderAsync(string token) => PostAsync("/orders", ("X-Order-Token", token));

    public Task<ActionAnswer> VoteAsync() => PostAsync("/votes");

    public Task<ActionAnswer> WriteReportAsync(params (string, string)[] headers) => PostAsync("/reports", headers);

    public Task<StoredState> ReadAsync() => _visitor.GetAsync<StoredState>(_routes + "/state");

    public void Dispose() => _visitor.Dispose();

    private async Task<ActionAnswer> PostAsync(string route, params (string, string)[] headers)
    {
        using HttpResponseMessage response = await _visitor.PostAsync(_routes + route, headers);
        return await Visitor.ReadAsync<ActionAnswer>(response);
    }

    private sealed record Begun(string OrderToken);
}
