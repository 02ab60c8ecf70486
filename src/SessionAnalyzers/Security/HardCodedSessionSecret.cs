using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a literal that signs or encrypts tokens, or that a password is compared with (SESS2009).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HardCodedSessionSecret() : SessionDiagnosticAnalyzer(SecurityDescriptors.HardCodedSessionSecret)
{
    private static readonly ImmutableHashSet<string> SigningTypes =
    [
        "SymmetricSecurityKey", "HMACMD5", "HMACSHA1", "HMACSHA256", "HMACSHA384", "HMACSHA512", "HMACSHA3_256", "HMACSHA3_384", "HMACSHA3_512",
    ];

    private static readonly ImmutableHashSet<string> CipherTypes = ["AesGcm", "AesCcm", "ChaCha20Poly1305"];
    private static readonly ImmutableHashSet<string> KeyedHashes = ["HashData", "HashDataAsync", "TryHashData"];
    private static readonly ImmutableHashSet<string> CertificateUses = ["ProtectKeysWithCertificate", "UnprotectKeysWithAnyCertificate"];
    private static readonly string[] TestFrameworks = ["xunit", "nunit.framework", "Microsoft.VisualStudio.TestPlatform"];

    /// <summary>What a cipher is for, where the names around it say so.</summary>
    private static readonly string[] Protected = ["token", "session", "ticket", "cookie", "dataprotect", "xmlencryptor", "xmldecryptor"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        if (context.Compilation.ReferencedAssemblyNames.Any(static assembly => TestFrameworks.Any(framework => assembly.Name.StartsWith(framework, StringComparison.OrdinalIgnoreCase))))
        {
            return;
        }

        RegisterSyntax<ObjectCreationExpressionSyntax>(context, model, static names => names.Any(MayHaveKey), static creation => MayHaveKey(TypeName(creation.Type)), (node, creation) =>
            ReportKey(node, model, creation, TypeName(creation.Type)));
        RegisterSyntax<ImplicitObjectCreationExpressionSyntax>(context, model, static names => names.HasImplicitCreation, static creation => creation.ArgumentList.Arguments is [{ Expression: var key }, ..] && HardCodedText.MayBe(key), (node, creation) =>
        {
            if (node.SemanticModel.GetTypeInfo(creation, node.CancellationToken).Type is { Name: var type } && MayHaveKey(type))
            {
                ReportKey(node, model, creation, type);
            }
        });
        RegisterCalls(context, model, KeyedHashes, (node, call) =>
        {
            if (call is { Expression: MemberAccessExpressionSyntax { Expression: var type }, ArgumentList.Arguments: [{ Expression: var key }, _, ..] }
                && type.ToString() is var name && SigningTypes.Contains(name.Substring(name.LastIndexOf('.') + 1)))
            {
                Report(node, model, key, "The key of this " + name.Substring(name.LastIndexOf('.') + 1));
            }
        });
        RegisterCalls(context, model, CertificateUses, (node, call) =>
        {
            foreach (var certificate in call.ArgumentList.Arguments.SelectMany(static argument => argument.DescendantNodes().OfType<ObjectCreationExpressionSyntax>()))
            {
                if (TypeName(certificate.Type) == "X509Certificate2" && certificate.ArgumentList?.Arguments is [_, { Expression: var password }, ..])
                {
                    Report(node, model, password, "The password of the certificate that protects the data-protection keys");
                }
            }
        });
        RegisterSyntax<ExpressionSyntax>(context, model, PasswordComparison.MayBeIn, PasswordComparison.MayBe, (node, comparison) =>
        {
            if (PasswordComparison.ComparedWith(comparison) is { } other && HardCodedText.Is(other, model, node.CancellationToken))
            {
                node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.HardCodedSessionSecret, comparison.GetLocation(), "The password"));
            }
        });
    }

    private static void ReportKey(SemanticModelAnalysisContext node, SessionModel model, BaseObjectCreationExpressionSyntax creation, string type)
    {
        if (creation.ArgumentList?.Arguments is [{ Expression: var key }, ..] && (!CipherTypes.Contains(type) || IsForTokens(creation)) && IsOfDataProtection(node, creation, type))
        {
            Report(node, model, key, "The key of this " + type);
        }
    }

    private static void Report(SemanticModelAnalysisContext node, SessionModel model, ExpressionSyntax key, string subject)
    {
        if (HardCodedText.Is(key, model, node.CancellationToken))
        {
            node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.HardCodedSessionSecret, key.GetLocation(), subject));
        }
    }

    private static bool MayHaveKey(string type) => SigningTypes.Contains(type) || CipherTypes.Contains(type) || type == "Secret";

    /// <summary>Other libraries have a <c>Secret</c> too; only that of data protection is a master key.</summary>
    private static bool IsOfDataProtection(SemanticModelAnalysisContext node, ExpressionSyntax creation, string type)
        => type != "Secret" || node.SemanticModel.GetTypeInfo(creation, node.CancellationToken).Type?.ContainingNamespace.ToDisplayString() == "Microsoft.AspNetCore.DataProtection";

    /// <summary>Whether the method, the type or one of its bases says that it is about tokens, tickets, cookies, sessions or the keys of data protection.</summary>
    private static bool IsForTokens(SyntaxNode node)
        => node.Ancestors().Any(static ancestor => ancestor switch
        {
            MethodDeclarationSyntax method => Says(method.Identifier.ValueText),
            LocalFunctionStatementSyntax local => Says(local.Identifier.ValueText),
            TypeDeclarationSyntax type => Says(type.Identifier.ValueText) || type.BaseList is { } bases && Says(bases.ToString()),
            _ => false,
        });

    private static bool Says(string name) => Protected.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private static string TypeName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax { Right.Identifier.ValueText: var name } => name,
        SimpleNameSyntax { Identifier.ValueText: var name } => name,
        _ => "",
    };
}
