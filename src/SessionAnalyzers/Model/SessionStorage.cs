using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>The calls that leave an app's sessions in the memory of its process, wherever it runs.</summary>
internal static class SessionStorage
{
    /// <summary>The assemblies of test frameworks: what they host has nothing to keep.</summary>
    private static readonly ImmutableHashSet<string> TestFrameworks =
        ["xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework", "TUnit.Core"];

    /// <returns>The calls, each with what it does; empty where sessions may be kept elsewhere.</returns>
    public static ImmutableArray<(InvocationExpressionSyntax Call, string Reason)> OnlyInMemory(SessionModel model)
    {
        var app = model.App;
        if (!(app.Invokes("AddSession") || app.Invokes("AddGranularSessions"))
            || app.Mentions("ISessionStore")
            || model.Compilation.ReferencedAssemblyNames.Any(static reference => TestFrameworks.Contains(reference.Name)))
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<(InvocationExpressionSyntax, string)>();
        if (!(app.Invokes("UsePostgreSql") || app.Invokes("UseRedis") || app.Invokes("UseStore")))
        {
            found.AddRange(app.Services.Calls.Where(static call => SignInScope.NameOf(call) == "AddGranularSessions").Select(static call => (call, "AddGranularSessions without a store keeps")));
        }

        var stock = app.SessionSetup.Registrations.Select(static registration => registration.Syntax).OfType<InvocationExpressionSyntax>().ToList();
        if (stock.Count > 0 && !app.Services.HasOtherCache && !app.Services.GoToCacheProvider)
        {
            var caches = app.Services.MemoryCaches.ToList();
            if (caches.Count > 0)
            {
                found.AddRange(caches.Select(static cache => (cache, "this cache keeps")));
            }
            else if (app.Services.ImplicitMemoryCaches.FirstOrDefault() is { } implicitly)
            {
                found.Add((stock[0], $"the cache that {SignInScope.NameOf(implicitly)} registers keeps"));
            }
        }

        // One registration that a condition decides is reason enough to believe that there is another way.
        return found.Any(static registration => IsDecidedElsewhere(registration.Item1)) ? [] : found.ToImmutable();
    }

    /// <summary>Whether the environment, a setting or the build decides that the code runs.</summary>
    private static bool IsDecidedElsewhere(InvocationExpressionSyntax call)
        => call.Ancestors().Any(static ancestor => ancestor switch
        {
            IfStatementSyntax or ElseClauseSyntax or ConditionalExpressionSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax => true,
            BaseMethodDeclarationSyntax method => (method is MethodDeclarationSyntax { Identifier.ValueText: var name } && name.Contains("Development")) || HasBuildCondition(method),
            TypeDeclarationSyntax type => type.Identifier.ValueText.Contains("Development"),
            CompilationUnitSyntax unit => unit.Members.Any(SyntaxKind.GlobalStatement) && HasBuildCondition(unit),
            _ => false,
        });

    private static bool HasBuildCondition(CSharpSyntaxNode code) => code.DescendantTrivia().Any(static trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia));
}
