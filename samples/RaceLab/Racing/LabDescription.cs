using RaceLab.Sources;

namespace RaceLab.Racing;

/// <summary>What the page shows before any race.</summary>
public sealed record LabDescription(string Store, string Cache, int MinClients, int MaxClients, IReadOnlyList<StrategyDescription> Strategies);

/// <summary>A strategy as the page shows it.</summary>
public sealed record StrategyDescription(
    string Number, string Id, string Title, string Summary, string TradeOff, IReadOnlyList<SourceFile> Sources);
