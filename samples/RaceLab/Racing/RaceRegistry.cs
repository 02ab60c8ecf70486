using System.Collections.Concurrent;
using System.Globalization;

namespace RaceLab.Racing;

/// <summary>Knows the running races, so that a request finds its trace by its header. Thread-safe.</summary>
public sealed class RaceRegistry
{
    /// <summary>Carries a race and the number of a request in it.</summary>
    public const string Header = "X-Race-Request";

    private readonly ConcurrentDictionary<Guid, Race> _races = new();

    public static string HeaderOf(RequestTrace trace) => string.Create(CultureInfo.InvariantCulture, $"{trace.Race.Id:N}:{trace.Number}");

    public void Add(Race race) => _races[race.Id] = race;

    public void Remove(Race race) => _races.TryRemove(race.Id, out _);

    /// <summary>The trace that a request belongs to; null: none.</summary>
    public RequestTrace? Find(HttpContext context)
    {
        string[] parts = context.Request.Headers[Header].ToString().Split(':');
        return parts.Length == 2
            && Guid.TryParseExact(parts[0], "N", out Guid id)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && _races.TryGetValue(id, out Race? race)
            ? race.Find(number)
            : null;
    }
}
