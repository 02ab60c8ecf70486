namespace RaceLab.Classics;

public sealed record VisitCount(long Visits);
