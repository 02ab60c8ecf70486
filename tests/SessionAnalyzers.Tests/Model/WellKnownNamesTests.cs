using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

/// <summary>A misspelt name makes a rule silent, which no other test need notice: each is looked up where it comes from.</summary>
public sealed class WellKnownNamesTests
{
    private static readonly Compilation References = CSharpCompilation.Create(
        "References",
        references: [.. ReferenceAssemblies.NetCore, .. ReferenceAssemblies.AspNetCore, ReferenceAssemblies.GranularSessions]);

    public static TheoryData<string> Types => [.. NamesIn(typeof(WellKnownTypeNames)).Values];

    public static TheoryData<string, string> Members
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Type type in typeof(SessionAnalyzers.Model.WellKnownMemberNames).GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic))
            {
                foreach (string member in NamesIn(type).Values)
                {
                    data.Add(type.Name, member);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_exists(string metadataName) => Assert.NotNull(References.GetTypeByMetadataName(metadataName));

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_exists(string declaringType, string member)
    {
        string metadataName = NamesIn(typeof(WellKnownTypeNames))[declaringType];

        INamedTypeSymbol? type = References.GetTypeByMetadataName(metadataName);

        Assert.NotNull(type);
        Assert.NotEmpty(type.GetMembers(member));
    }

    [Fact]
    public void Every_type_that_the_model_resolves_is_there_in_an_ASP_NET_Core_app()
    {
        SessionSymbols? symbols = SessionSymbols.Create(References);

        Assert.NotNull(symbols);
        foreach (PropertyInfo property in typeof(SessionSymbols).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (typeof(ISymbol).IsAssignableFrom(property.PropertyType))
            {
                Assert.True(property.GetValue(symbols) is not null, $"SessionSymbols.{property.Name} is null");
            }
        }
    }

    [Theory]
    [InlineData(GranularSymbols.SessionState)]
    [InlineData(GranularSymbols.HttpExtensions)]
    public void GranularSessions_has_the_type(string metadataName) => Assert.NotNull(GranularSessions.GetTypeByMetadataName(metadataName));

    [Theory]
    [InlineData(GranularSymbols.GetSessionState)]
    [InlineData(GranularSymbols.AddGranularSessions)]
    [InlineData(GranularSymbols.UseGranularSessions)]
    public void GranularSessions_has_the_extension(string method) =>
        Assert.Contains(
            TypesIn(GranularSessions.GlobalNamespace).SelectMany(type => type.GetMembers(method)),
            member => member is IMethodSymbol { IsExtensionMethod: true, DeclaredAccessibility: Accessibility.Public });

    private static IAssemblySymbol GranularSessions => (IAssemblySymbol)References.GetAssemblyOrModuleSymbol(ReferenceAssemblies.GranularSessions)!;

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceSymbol @namespace) =>
        @namespace.GetTypeMembers().Concat(@namespace.GetNamespaceMembers().SelectMany(TypesIn));

    private static Dictionary<string, string> NamesIn(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.IsLiteral)
            .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);
}
