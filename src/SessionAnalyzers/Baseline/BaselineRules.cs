using System.Collections.Immutable;

namespace SessionAnalyzers.Baseline;

/// <summary>The rules a baseline may hold: all whose findings are no errors by default, which the compiler lets nobody suppress.</summary>
internal static class BaselineRules
{
    public static readonly ImmutableArray<string> Ids =
    [
        "SESS1001", "SESS1002", "SESS1003", "SESS1004", "SESS1005", "SESS1006",
        "SESS2001", "SESS2002", "SESS2003", "SESS2004", "SESS2005", "SESS2006", "SESS2007", "SESS2008", "SESS2009", "SESS2010", "SESS2011", "SESS2012", "SESS2013",
        "SESS3001", "SESS3002", "SESS3003", "SESS3004", "SESS3005", "SESS3006", "SESS3007", "SESS3009", "SESS3010", "SESS3011", "SESS3012", "SESS3013", "SESS3014", "SESS3015", "SESS3016",
    ];
}
