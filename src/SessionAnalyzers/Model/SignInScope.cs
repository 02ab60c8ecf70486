using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>The function around a piece of code, and what its text says about signing in and out.</summary>
internal sealed class SignInScope
{
    private static readonly string[] SignInNames =
    [
        "login", "logon", "signin", "authenticate", "authentication", "register", "registration", "signup", "createaccount", "verifyotp", "twofactor",
        "dangnhap", "dangky", "iniciarsesion", "autenticar", "giris", "connexion", "anmelden", "entrar",
    ];

    private static readonly string[] SignOutNames = ["logout", "logoff", "signout", "signoff", "dangxuat", "cerrarsesion", "cikis", "deconnexion", "abmelden"];

    private static readonly string[] Credentials = ["password", "passwd", "pwd", "passcode", "passhash", "contrasena", "matkhau", "credential", "authenticateasync"];

    private static readonly string[] Regenerations = ["RegenerateIdAsync", "RegenerateId", "RegenerateSession", "RegenerateSessionAsync", "RenewSession", "RenewSessionAsync", "DestroyAsync"];

    private SignInScope(SyntaxNode function) => Function = function;

    /// <summary>The method, accessor, local function, lambda or top-level statements.</summary>
    public SyntaxNode Function { get; }

    public bool IsNamedSignIn => Names().Any(static name => Matches(name, SignInNames)) && !IsNamedSignOut;

    public bool IsNamedSignOut => Names().Any(static name => Matches(name, SignOutNames));

    /// <summary>Whether the function signs somebody in: it is called that, or handles a credential.</summary>
    public bool SignsIn => !IsNamedSignOut && (IsNamedSignIn || HandlesCredential);

    /// <summary>Whether the function names a password or the result of an authentication.</summary>
    public bool HandlesCredential => Identifiers().Any(static name => Matches(name, Credentials));

    /// <summary>Whether the function regenerates the id, and not only on ways that do not come by a place.</summary>
    public bool RegeneratesFor(SyntaxNode place)
    {
        var regenerations = Function.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsRegeneration).ToList();
        return regenerations.Any(regeneration => !regeneration.Ancestors().TakeWhile(node => node != Function).Any(branch => IsAnotherWay(branch, place, regenerations)));
    }

    /// <summary>A branch that a place is not in, unless the other branch regenerates or leaves, or the condition is about the session or that of the place.</summary>
    private static bool IsAnotherWay(SyntaxNode branch, SyntaxNode place, List<InvocationExpressionSyntax> regenerations)
    {
        if (branch.Contains(place))
        {
            return false;
        }

        switch (branch.Parent)
        {
            case IfStatementSyntax statement when branch == statement.Statement || branch == statement.Else:
                var condition = statement.Condition.ToString();
                return !condition.Contains("Session")
                    && !(statement.Else is { } otherwise && (branch == otherwise ? statement.Statement : otherwise.Statement) is var other && (Leaves(other) || regenerations.Any(other.Contains)))
                    && !place.Ancestors().OfType<IfStatementSyntax>().Any(around => around.Condition.ToString() == condition);
            case SwitchSectionSyntax or CatchClauseSyntax:
                return !branch.Parent.Contains(place);
            default:
                return false;
        }
    }

    /// <summary>Whether what is done at one place is certainly not done on the way by another: it lies in the other branch, or in one that leaves.</summary>
    public bool IsOnAnotherWay(SyntaxNode done, SyntaxNode place)
        => done.Ancestors().TakeWhile(node => node != Function).Any(branch => !branch.Contains(place)
            && branch.Parent is IfStatementSyntax statement
            && (branch == statement.Statement || branch == statement.Else)
            && !statement.Condition.ToString().Contains("Session")
            && (Leaves(branch as StatementSyntax ?? ((ElseClauseSyntax)branch).Statement) || statement.Contains(place) && !statement.Condition.Contains(place)));

    private static bool Leaves(StatementSyntax statement)
        => statement is ReturnStatementSyntax or ThrowStatementSyntax || statement is BlockSyntax { Statements: [.., ReturnStatementSyntax or ThrowStatementSyntax] };

    /// <summary>A method that regenerates the id by its name, or <c>SessionState.SignInAsync</c>.</summary>
    private bool IsRegeneration(InvocationExpressionSyntax call)
        => NameOf(call) is { } name && Regenerations.Contains(name)
            || call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SignInAsync", Expression: var state }
            && (IsGranularState(state) || state is IdentifierNameSyntax { Identifier.ValueText: var local } && Function.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(variable =>
                variable.Identifier.ValueText == local && variable.Initializer is { Value: var value } && IsGranularState(value)));

    /// <summary>Whether in this app a sign-in by authentication regenerates the session id, and a sign-out destroys the session.</summary>
    public static bool TicketsAreTiedToSession(AppFacts app) => app.Invokes("AddGranularSessionTickets");

    public static SignInScope Of(SyntaxNode node)
    {
        for (var candidate = node; ; candidate = candidate.Parent)
        {
            if (candidate is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax
                or BasePropertyDeclarationSyntax or AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax }
                || candidate.Parent is null)
            {
                return new SignInScope(candidate);
            }
        }
    }

    /// <summary>The names of what the function calls, in its own code.</summary>
    public IEnumerable<string> Invoked()
        => Function.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(NameOf).OfType<string>();

    public static string? NameOf(InvocationExpressionSyntax invocation) => invocation.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    private static bool IsGranularState(ExpressionSyntax expression) => expression is InvocationExpressionSyntax call && NameOf(call) == "GetSessionState";

    private IEnumerable<string> Names() => Function switch
    {
        MethodDeclarationSyntax method => [method.Identifier.ValueText, .. PageNames(method), .. ControllerNames(method)],
        LocalFunctionStatementSyntax local => [local.Identifier.ValueText],
        AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent: ArgumentListSyntax arguments } }
            => arguments.Arguments.Select(static argument => argument.Expression).OfType<LiteralExpressionSyntax>().Where(static literal => literal.IsKind(SyntaxKind.StringLiteralExpression)).Select(static literal => literal.Token.ValueText),
        _ => [],
    };

    /// <summary>A Razor Page's handler is called OnPost: its page says what it does.</summary>
    private static IEnumerable<string> PageNames(MethodDeclarationSyntax method)
        => method.Identifier.ValueText.StartsWith("On", StringComparison.Ordinal) && method.Parent is ClassDeclarationSyntax { Identifier.ValueText: var page } && page.EndsWith("Model", StringComparison.Ordinal) ? [page] : [];

    /// <summary>A controller's action Index does what the controller is called.</summary>
    private static IEnumerable<string> ControllerNames(MethodDeclarationSyntax method)
        => method is { Identifier.ValueText: "Index" or "IndexAsync", Parent: ClassDeclarationSyntax { Identifier.ValueText: var controller } } && controller.EndsWith("Controller", StringComparison.Ordinal) ? [controller] : [];

    private IEnumerable<string> Identifiers()
        => Function.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText);

    private static bool Matches(string name, string[] words)
    {
        foreach (var word in words)
        {
            if (Normalize(name).Contains(word))
            {
                return true;
            }
        }

        return false;
    }

    private static string Normalize(string name) => name.Replace("_", "").Replace("-", "").ToLowerInvariant();
}
