using System.Reflection;
using SessionAnalyzers.Rewriting;
using Xunit;

namespace SessionAnalyzers.Tests.Rewriting;

public sealed class GranularSymbolsTests
{
    private static readonly Assembly GranularSessions = typeof(global::GranularSessions.SessionState).Assembly;

    [Theory]
    [InlineData(GranularSymbols.SessionState)]
    [InlineData(GranularSymbols.HttpExtensions)]
    public void Types_have_their_names(string name) => Assert.NotNull(GranularSessions.GetType(name));

    [Theory]
    [InlineData(GranularSymbols.GetSessionState)]
    [InlineData(GranularSymbols.AddGranularSessions)]
    [InlineData(GranularSymbols.UseGranularSessions)]
    public void Extension_methods_have_their_names(string name) =>
        Assert.Contains(GranularSessions.GetExportedTypes().SelectMany(type => type.GetMethods()), method => method.Name == name && method.IsStatic);
}
