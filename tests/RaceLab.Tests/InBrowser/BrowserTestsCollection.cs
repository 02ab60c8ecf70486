namespace RaceLab.Tests.InBrowser;

/// <summary>One after the other: a second tab would only take the processor from the first.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTestsCollection
{
    public const string Name = "in the browser";
}
