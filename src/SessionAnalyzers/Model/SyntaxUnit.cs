using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Model;

/// <summary>A member declaration by its syntax alone: what it is called, what it names, and which bodies it has. Kept as long as its tree.</summary>
internal sealed class SyntaxUnit
{
    private const string Session = "Session";

    private static readonly ConditionalWeakTable<SyntaxTree, SyntaxUnit[]> Units = new();
    private static readonly ConditionalWeakTable<SyntaxTree, UsedNames> TreeNames = new();
    private static readonly ConditionalWeakTable<SyntaxTree, object> Mentions = new();
    private static readonly object Yes = true;
    private static readonly object No = false;

    private readonly SyntaxNode _declaration;
    private HashSet<string>? _texts;

    private SyntaxUnit(SyntaxNode declaration, ImmutableArray<string> names, bool isInvoked, ImmutableArray<SyntaxNode> bodies)
    {
        _declaration = declaration;
        Names = names;
        IsInvoked = isInvoked;
        Bodies = bodies;
        var pending = default(SyntaxToken);
        foreach (var token in declaration.DescendantTokens())
        {
            if (token.Span.IsEmpty)
            {
                continue;
            }

            Use(pending, isCalled: token.IsKind(SyntaxKind.OpenParenToken));
            pending = token;
            if (token.IsKind(SyntaxKind.StringLiteralToken))
            {
                (_texts ??= []).Add(token.ValueText);
            }
        }

        Use(pending, isCalled: false);
    }

    public SyntaxTree Tree => _declaration.SyntaxTree;

    public TextSpan Span => _declaration.Span;

    public ImmutableArray<string> Names { get; }

    /// <summary>Whether it is used by calling it: a method, as opposed to a field or property.</summary>
    public bool IsInvoked { get; }

    public ImmutableArray<SyntaxNode> Bodies { get; }

    /// <summary>The identifiers it contains.</summary>
    public UsedNames Used { get; } = new();

    public bool NamesSession { get; private set; }

    public bool Uses(string identifier) => Used.Uses(identifier);

    public bool Calls(string method) => Used.Calls(method);

    /// <summary>Whether it contains the text, in quotes.</summary>
    public bool Quotes(string text) => _texts?.Contains(text) == true;

    public IEnumerable<SyntaxToken> Tokens() => _declaration.DescendantTokens();

    public IEnumerable<SyntaxNode> Nodes() => CodeOf(_declaration);

    /// <summary>The nodes of a declaration or body. Of a file with top-level statements, those outside its types, which have bodies of their own.</summary>
    public static IEnumerable<SyntaxNode> CodeOf(SyntaxNode declaration)
        => declaration is CompilationUnitSyntax
            ? declaration.DescendantNodes(static node => node is not (BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax))
            : declaration.DescendantNodesAndSelf();

    public static SyntaxUnit[] In(SyntaxTree tree) => Units.GetValue(tree, static tree => [.. Read(tree.GetRoot())]);

    /// <summary>The identifiers that the units of a tree contain.</summary>
    public static UsedNames NamesIn(SyntaxTree tree) => TreeNames.GetValue(tree, static tree =>
    {
        var names = new UsedNames();
        foreach (var unit in In(tree))
        {
            names.Add(unit.Used);
        }

        return names;
    });

    /// <summary>Whether the text of a tree contains the word at all. Costs one scan of the text, once a tree.</summary>
    public static bool MentionsSession(SyntaxTree tree) => (bool)Mentions.GetValue(tree, static tree => Scan(tree.GetText()) ? Yes : No);

    private void Use(SyntaxToken token, bool isCalled)
    {
        if (!token.IsKind(SyntaxKind.IdentifierToken))
        {
            if (isCalled && token.IsKind(SyntaxKind.NewKeyword))
            {
                Used.AddImplicitCreation();
            }

            return;
        }

        var text = token.ValueText;
        if (!NamesSession && text.Contains(Session))
        {
            NamesSession = true;
        }

        if (token.Parent is GenericNameSyntax generic)
        {
            isCalled = generic.GetLastToken().GetNextToken().IsKind(SyntaxKind.OpenParenToken);
        }

        Used.Add(text, isCalled);
    }

    private static IEnumerable<SyntaxUnit> Read(SyntaxNode root)
    {
        if (root is not CompilationUnitSyntax unit)
        {
            yield break;
        }

        if (unit.Members.Any(SyntaxKind.GlobalStatement))
        {
            yield return new SyntaxUnit(unit, [], isInvoked: false, [unit]);
        }

        foreach (var node in unit.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            switch (node)
            {
                case BaseMethodDeclarationSyntax method:
                    yield return new SyntaxUnit(
                        method,
                        method is MethodDeclarationSyntax named ? [named.Identifier.ValueText] : [],
                        isInvoked: true,
                        method.Body is null && method.ExpressionBody is null ? [] : [method]);
                    break;
                case BasePropertyDeclarationSyntax property:
                    yield return new SyntaxUnit(property, [(property as PropertyDeclarationSyntax)?.Identifier.ValueText ?? "this"], isInvoked: false, [.. BodiesOf(property)]);
                    break;
                case BaseFieldDeclarationSyntax field:
                    yield return new SyntaxUnit(
                        field,
                        [.. field.Declaration.Variables.Select(static variable => variable.Identifier.ValueText)],
                        isInvoked: false,
                        [.. field.Declaration.Variables.Select(static variable => variable.Initializer).OfType<SyntaxNode>().Where(_ => !field.Modifiers.Any(SyntaxKind.ConstKeyword))]);
                    break;
                case TypeDeclarationSyntax { ParameterList.Parameters: var parameters } type:
                    foreach (var parameter in parameters)
                    {
                        yield return new SyntaxUnit(parameter, [parameter.Identifier.ValueText], isInvoked: false, []);
                    }

                    if (type.BaseList?.Types is [PrimaryConstructorBaseTypeSyntax { ArgumentList: var arguments }, ..])
                    {
                        yield return new SyntaxUnit(arguments, [], isInvoked: false, []);
                    }

                    break;
            }
        }
    }

    private static IEnumerable<SyntaxNode> BodiesOf(BasePropertyDeclarationSyntax property)
    {
        if (property is PropertyDeclarationSyntax { ExpressionBody: { } expression })
        {
            yield return expression;
        }

        foreach (var accessor in property.AccessorList?.Accessors ?? [])
        {
            if (accessor.Body is not null || accessor.ExpressionBody is not null)
            {
                yield return accessor;
            }
        }

        if (property is PropertyDeclarationSyntax { Initializer: { } initializer })
        {
            yield return initializer;
        }
    }

    private static bool Scan(SourceText text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(32 * 1024);
        try
        {
            for (var position = 0; position < text.Length; position += buffer.Length - Session.Length)
            {
                var count = Math.Min(buffer.Length, text.Length - position);
                text.CopyTo(position, buffer, 0, count);
                if (buffer.AsSpan(0, count).IndexOf(Session.AsSpan()) >= 0)
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
