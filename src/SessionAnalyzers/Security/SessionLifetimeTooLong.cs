using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports idle timeouts over 12 hours and tickets and cookies over 30 days, where no other bounds are configured (SESS2010).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionLifetimeTooLong() : SessionDiagnosticAnalyzer(SecurityDescriptors.SessionLifetimeTooLong)
{
    private static readonly ImmutableDictionary<string, (string Type, ConfigurationOption<TimeSpan> Bound)> Lifetimes = ImmutableDictionary<string, (string, ConfigurationOption<TimeSpan>)>.Empty
        .Add("IdleTimeout", ("SessionOptions", ConfigurationOptions.MaxIdleTimeout))
        .Add("ExpireTimeSpan", ("CookieAuthenticationOptions", ConfigurationOptions.MaxLifetime))
        .Add("MaxAge", ("CookieBuilder", ConfigurationOptions.MaxLifetime));

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterSyntax<AssignmentExpressionSyntax>(context, model, SyntaxKind.SimpleAssignmentExpression, static assignment => Lifetimes.ContainsKey(NameOf(assignment.Left)), (node, assignment) =>
        {
            var name = NameOf(assignment.Left);
            var (type, option) = Lifetimes[name];
            if (node.SemanticModel.GetSymbolInfo(assignment.Left, node.CancellationToken).Symbol is IPropertySymbol { ContainingType.Name: var owner }
                && owner == type
                && DurationOf(node.SemanticModel.GetOperation(assignment.Right, node.CancellationToken)) is { } duration
                && model.Configuration.Get(option, assignment.SyntaxTree) is var bound
                && duration > bound)
            {
                node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.SessionLifetimeTooLong, assignment.GetLocation(), name, Display(duration), Display(bound)));
            }
        });

    private static string NameOf(ExpressionSyntax target) => target switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        IdentifierNameSyntax { Identifier.ValueText: var name } => name,
        _ => "",
    };

    private static TimeSpan? DurationOf(IOperation? value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        if (value is IFieldReferenceOperation { Field: { Name: "MaxValue", ContainingType.Name: nameof(TimeSpan) } })
        {
            return TimeSpan.MaxValue;
        }

        if (value is not IInvocationOperation { TargetMethod: { Name: var unit, ContainingType.Name: nameof(TimeSpan) }, Arguments: [{ Value: var amount }, ..] } || Number(amount) is not { } number)
        {
            return null;
        }

        var hours = unit switch
        {
            "FromDays" => number * 24,
            "FromHours" => number,
            "FromMinutes" => number / 60,
            "FromSeconds" => number / 3600,
            _ => 0,
        };
        return hours >= TimeSpan.MaxValue.TotalHours ? TimeSpan.MaxValue : TimeSpan.FromHours(hours);
    }

    private static double? Number(IOperation amount)
    {
        while (amount is IConversionOperation { ConstantValue.HasValue: false } conversion)
        {
            amount = conversion.Operand;
        }

        return amount.ConstantValue is { HasValue: true, Value: IConvertible number and not string } ? number.ToDouble(System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    private static string Display(TimeSpan duration)
        => duration == TimeSpan.MaxValue ? "unlimited"
            : duration.TotalDays >= 2 ? duration.TotalDays.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture) + " days"
            : duration.TotalHours >= 2 ? duration.TotalHours.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture) + " hours"
            : duration.TotalMinutes.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture) + " minutes";
}
