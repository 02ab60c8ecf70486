namespace RaceLab.Racing;

/// <summary>How races are run.</summary>
public sealed record RaceOptions
{
    public const int MinClients = 10;

    public const int MaxClients = 200;

    /// <summary>How long the slow request waits for the others at most, where they wait for it.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a request of a race may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
