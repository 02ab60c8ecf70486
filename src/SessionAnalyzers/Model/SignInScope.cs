using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>The function around a piece of code, and what its text says about signing in and out.</summary>
internal sealed class SignInScope
{
    private static readonly string[] SignInNames =
    [
        "login", "logon", "signin", "authenticate", "authentication", "register", "registration", "signup", "createaccount", "twofactor", "2fa", "verifycode", "confirmcode",
        "onsignedin", "onsigningin", "ontokenvalidated", "onticketreceived", "oncreatingticket",
        "dangnhap", "dangky", "iniciarsesion", "autenticar", "giris", "connexion", "anmelden", "entrar",
    ];

    private static readonly string[] SignOutNames = ["logout", "logoff", "signout", "signoff", "dangxuat", "cerrarsesion", "cikis", "deconnexion", "abmelden", "salir", "keluar"];

    /// <summary>What handles a password without signing anybody in.</summary>
    private static readonly string[] CredentialChangeNames = ["forgot", "resetpass", "recoverpass", "changepass", "setpass", "updatepass", "quenmatkhau", "doimatkhau"];

    private static readonly string[] Credentials = ["password", "passwd", "pwd", "passcode", "passhash", "contrasena", "matkhau", "credential", "authenticateasync"];

    private static readonly string[] Checks = ["Verify", "Check", "Compare", "Validate", "Equals"];

    private SignInScope(SyntaxNode function) => Function = function;

    /// <summary>The method, accessor, local function, lambda or top-level statements.</summary>
    public SyntaxNode Function { get; }

    public bool IsNamedSignIn => Names().Any(static name => Matches(name, SignInNames)) && !IsNamedSignOut;

    public bool IsNamedSignOut => Names().Any(static name => Matches(name, SignOutNames));

    /// <summary>Whether the function signs somebody in, as far as its own text says: it is called that, or handles a credential that it does not change.</summary>
    public bool SignsIn => !IsNamedSignOut && (IsNamedSignIn || HandlesCredential && !IsNamedCredentialChange);

    /// <summary>Whether the function is called as one that changes or recovers a credential.</summary>
    public bool IsNamedCredentialChange => Names().Any(static name => Matches(name, CredentialChangeNames));

    /// <summary>Whether the function names a password, a one-time code or the result of an authentication.</summary>
    public bool HandlesCredential => Identifiers().Any(IsCredential);

    /// <summary>Whether the function compares a credential, or has it checked.</summary>
    public bool ChecksCredential => Function.DescendantNodes().Any(static node => node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison => IdentifiersOf(comparison).Any(IsCredential),
        InvocationExpressionSyntax call => NameOf(call) is { } name && Checks.Any(check => name.StartsWith(check, StringComparison.Ordinal)) && IdentifiersOf(call).Any(IsCredential),
        _ => false,
    });

    /// <summary>Whether in this app a sign-in by authentication regenerates the session id, and a sign-out destroys the session.</summary>
    public static bool TicketsAreTiedToSession(AppFacts app) => app.Invokes("AddGranularSessionTickets");

    public static SignInScope Of(SyntaxNode node)
    {
        for (var candidate = node; ; candidate = candidate.Parent)
        {
            if (candidate is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax
                or BasePropertyDeclarationSyntax or AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax }
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

    private IEnumerable<string> Names() => Function switch
    {
        MethodDeclarationSyntax method => [method.Identifier.ValueText, .. PageNames(method), .. ControllerNames(method)],
        LocalFunctionStatementSyntax local => [local.Identifier.ValueText],
        AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent: ArgumentListSyntax arguments } }
            => arguments.Arguments.Select(static argument => argument.Expression).OfType<LiteralExpressionSyntax>().Where(static literal => literal.IsKind(SyntaxKind.StringLiteralExpression)).Select(static literal => literal.Token.ValueText),
        AnonymousFunctionExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } => [AssignedMember.NameOf(assignment.Left)],
        _ => [],
    };

    /// <summary>A Razor Page's handler is called OnPost: its page says what it does.</summary>
    private static IEnumerable<string> PageNames(MethodDeclarationSyntax method)
        => method.Identifier.ValueText.StartsWith("On", StringComparison.Ordinal) && method.Parent is ClassDeclarationSyntax { Identifier.ValueText: var page } && page.EndsWith("Model", StringComparison.Ordinal) ? [page] : [];

    /// <summary>A controller's action Index does what the controller is called.</summary>
    private static IEnumerable<string> ControllerNames(MethodDeclarationSyntax method)
        => method is { Identifier.ValueText: "Index" or "IndexAsync", Parent: ClassDeclarationSyntax { Identifier.ValueText: var controller } } && controller.EndsWith("Controller", StringComparison.Ordinal) ? [controller] : [];

    private IEnumerable<string> Identifiers() => IdentifiersOf(Function);

    private static IEnumerable<string> IdentifiersOf(SyntaxNode node)
        => node.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText);

    public static bool IsCredential(string name) => Matches(name, Credentials) || IsOneTimeCode(name);

    /// <summary>"otp" as a word of its own: it is part of many.</summary>
    private static bool IsOneTimeCode(string name)
        => name.Contains("Otp") || name.Contains("OTP") || name.StartsWith("otp", StringComparison.Ordinal) && (name.Length == 3 || !char.IsLower(name[3]));

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
