namespace RaceLab.Racing;

/// <summary>What a request of a race asks for.</summary>
public enum RaceAction
{
    AddToCart,
    CountVisit,
    SubmitOrder,
    Vote,

    /// <summary>The one slow request: it holds what it has read until the others are through.</summary>
    WriteReport,
}
