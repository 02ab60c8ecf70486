using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Tests.Verification;

// Analyzers and fixes with one trait each, for the tests of the verifier.

#pragma warning disable RS1036, RS1037, RS1038, RS1041, RS2008 // Not meant for a package.

/// <summary>Reports fields whose name starts with "bad", and the other fields of that type as additional locations.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BadFieldAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "TEST0001";

    private static readonly DiagnosticDescriptor Rule = new(Id, "Bad field", "Field '{0}' is bad", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                var field = (VariableDeclaratorSyntax)node.Node;
                if (field.Identifier.ValueText.StartsWith("bad", StringComparison.Ordinal))
                {
                    var others = field.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.DescendantNodes().OfType<VariableDeclaratorSyntax>().Where(other => other != field) ?? [];
                    node.ReportDiagnostic(Diagnostic.Create(Rule, field.Identifier.GetLocation(), others.Select(other => other.Identifier.GetLocation()), field.Identifier.ValueText));
                }
            },
            SyntaxKind.VariableDeclarator);
    }
}

/// <summary>Throws on every class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThrowingAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("TEST0002", "Throws", "Throws", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(_ => throw new InvalidOperationException("thrown on purpose"), SymbolKind.NamedType);
    }
}

/// <summary>Throws on every field whose name starts with "good", as a rule may on what another rule's fix has made.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThrowingOnGoodFieldAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("TEST0004", "Throws", "Throws", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(
            field =>
            {
                if (field.Symbol.Name.StartsWith("good", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException("thrown on purpose");
                }
            },
            SymbolKind.Field);
    }
}

/// <summary>Reports classes when the whole compilation has been seen, which an IDE does not show while typing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OnlyInBuildAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("TEST0003", "Class", "Class", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(compilation =>
        {
            foreach (INamedTypeSymbol type in compilation.Compilation.Assembly.GlobalNamespace.GetTypeMembers())
            {
                compilation.ReportDiagnostic(Diagnostic.Create(Rule, type.Locations[0]));
            }
        });
    }
}

/// <summary>Replaces the name of a bad field; what by, and what goes wrong on the way, is up to the derived class.</summary>
public abstract class BadFieldFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [BadFieldAnalyzer.Id];

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (IsOffered(context))
        {
            context.RegisterCodeFix(
                CodeAction.Create("Rename", cancellationToken => ReplaceAsync(context.Document, context.Span, cancellationToken), EquivalenceKey),
                context.Diagnostics);
        }

        return Task.CompletedTask;
    }

    protected virtual string? EquivalenceKey => "Rename";

    protected virtual bool IsOffered(CodeFixContext context) => context.Document is not SourceGeneratedDocument;

    protected abstract string Replacement(string name);

    private async Task<Document> ReplaceAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken);
        return document.WithText(text.Replace(span, Replacement(text.ToString(span))));
    }
}

public sealed class RenameFix : BadFieldFix
{
    protected override string Replacement(string name) => name.Replace("bad", "good");
}

/// <summary>Offers an action for every finding it is handed, equal ones too.</summary>
public sealed class RepeatingFix : BadFieldFix
{
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic _ in context.Diagnostics)
        {
            await base.RegisterCodeFixesAsync(context);
        }
    }

    protected override string Replacement(string name) => name.Replace("bad", "good");
}

public sealed class NeverOfferedFix : BadFieldFix
{
    protected override bool IsOffered(CodeFixContext context) => false;

    protected override string Replacement(string name) => name;
}

public sealed class IneffectiveFix : BadFieldFix
{
    protected override string Replacement(string name) => name + "der";
}

public sealed class NotCompilingFix : BadFieldFix
{
    protected override string Replacement(string name) => "1";
}

public sealed class WarningFix : BadFieldFix
{
    protected override string Replacement(string name) => "good = null, other";
}

public sealed class LineFeedFix : BadFieldFix
{
    protected override string Replacement(string name) => "\n        " + name.Replace("bad", "good");
}

public sealed class NoFixAllFix : BadFieldFix
{
    public override FixAllProvider? GetFixAllProvider() => null;

    protected override string Replacement(string name) => name.Replace("bad", "good");
}

public sealed class NoEquivalenceKeyFix : BadFieldFix
{
    protected override string? EquivalenceKey => null;

    protected override string Replacement(string name) => name.Replace("bad", "good");
}

/// <summary>Its Fix All does something else than its single step.</summary>
public sealed class DisagreeingFixAllFix : BadFieldFix
{
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, _) =>
        document.WithText(SourceText.From((await document.GetTextAsync(context.CancellationToken)).ToString().Replace("bad", "best"))));

    protected override string Replacement(string name) => name.Replace("bad", "good");
}

/// <summary>Its Fix All throws when it is not told which action it comes from.</summary>
public sealed class NullKeyIntolerantFix : BadFieldFix
{
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, _) =>
    {
        ArgumentNullException.ThrowIfNull(context.CodeActionEquivalenceKey);
        return document.WithText(SourceText.From((await document.GetTextAsync(context.CancellationToken)).ToString().Replace("bad", "good")));
    });

    protected override string Replacement(string name) => name.Replace("bad", "good");
}

/// <summary>Is offered in a view too, where nothing can be edited.</summary>
public sealed class ViewFix : BadFieldFix
{
    protected override bool IsOffered(CodeFixContext context) => true;

    protected override string Replacement(string name) => name.Replace("bad", "good");
}

/// <summary>Adds a document beside its edit.</summary>
public sealed class DocumentAddingFix : BadFieldFix
{
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        context.RegisterCodeFix(
            CodeAction.Create("Add", _ => Task.FromResult(context.Document.Project.AddDocument("New.cs", "").Project.Solution), "Add"),
            context.Diagnostics);
        return Task.CompletedTask;
    }

    protected override string Replacement(string name) => name;
}
