using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>Which code may still run when the request it was started by is over.</summary>
internal sealed class RequestLifetime(SessionModel model, CancellationToken cancellationToken)
{
    /// <summary>Names of methods that run a delegate later, before anything is bound.</summary>
    private static readonly ImmutableHashSet<string> Deferring = ImmutableHashSet.Create(
        "Run", "StartNew", "ContinueWith", "QueueUserWorkItem", "UnsafeQueueUserWorkItem", "OnCompleted", "TryWrite", "WriteAsync",
        "QueueBackgroundWorkItem", "QueueBackgroundWorkItemAsync", "Enqueue", "EnqueueAsync", "QueueAsync", "Queue");

    /// <summary>What runs an access later than its request, or null.</summary>
    public Deferral? Of(SessionAccess access)
    {
        if (model.GetSemanticModel(access.Syntax.SyntaxTree) is not { } semantics)
        {
            return null;
        }

        if (DiscardedCall(access) is { } discarded)
        {
            return discarded;
        }

        for (var node = access.Syntax; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    if (DeferralOf(lambda, semantics) is { } code)
                    {
                        return new Deferral(code, lambda);
                    }

                    if (IsAsyncVoid(lambda, semantics) && IsAfterAwait(access.Syntax, lambda))
                    {
                        return new Deferral("an async void lambda", lambda);
                    }

                    break;
                case LocalFunctionStatementSyntax local:
                    return DeferralOf(local, access, semantics);
                case MethodDeclarationSyntax method:
                    return DeferralOf(method, access, semantics);
                case MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The methods, sessions and contexts that a tree hands over to code which runs later, other than by a lambda that uses them.</summary>
    public IEnumerable<Deferral> HandedOver(SemanticModel semantics)
    {
        if (!model.HasCandidates || !Defers(SyntaxUnit.NamesIn(semantics.SyntaxTree)))
        {
            yield break;
        }

        var calls = SyntaxUnit.In(semantics.SyntaxTree)
            .Where(static unit => Defers(unit.Used))
            .SelectMany(static unit => unit.Bodies)
            .SelectMany(static body => body.DescendantNodes());
        foreach (var node in calls)
        {
            if (node is not ExpressionSyntax deferring || ArgumentsOf(deferring) is not { Count: > 0 } arguments)
            {
                continue;
            }

            foreach (var argument in arguments)
            {
                if (!IsOfInterest(argument.Expression) || Code(deferring, argument, semantics) is not { } code)
                {
                    continue;
                }

                var handed = argument.Expression switch
                {
                    AnonymousFunctionExpressionSyntax lambda => lambda.Body.DescendantNodesAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(expression => IsPassedSession(expression, semantics)),
                    IdentifierNameSyntax or MemberAccessExpressionSyntax when UsesSession(argument.Expression, semantics) => argument.Expression,
                    var value when deferring is InvocationExpressionSyntax invocation && IsChannelWriter(invocation, semantics) => value.DescendantNodesAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(expression => IsRequestObject(expression, semantics)),
                    _ => null,
                };
                if (handed is not null)
                {
                    yield return new Deferral(code, handed);
                }
            }
        }
    }

    private static bool Defers(UsedNames names) => names.CallsAny(Deferring) || names.Contains("Timer") || names.Contains("Thread");

    /// <summary>Before anything is bound: a name of what uses the session, or something that names it.</summary>
    private bool IsOfInterest(ExpressionSyntax handed) => handed switch
    {
        IdentifierNameSyntax { Identifier.ValueText: var name } when model.IsCandidateName(name) => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } when model.IsCandidateName(name) => true,
        _ => handed.DescendantTokens().Any(static token => token.ValueText is { } text && (text.IndexOf("session", StringComparison.OrdinalIgnoreCase) >= 0 || text.IndexOf("context", StringComparison.OrdinalIgnoreCase) >= 0)),
    };

    /// <summary>Whether an access may come after an await of the function it is in, so that the caller has gone on by then.</summary>
    public bool IsAfterAwait(SessionAccess access)
    {
        for (var node = access.Syntax.Parent; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            if (node is AnonymousFunctionExpressionSyntax lambda)
            {
                return model.GetSemanticModel(lambda.SyntaxTree) is { } semantics && (StartsTask(lambda, semantics) || (IsAsync(lambda) && IsAfterAwait(access, lambda)));
            }

            if (node is LocalFunctionStatementSyntax local)
            {
                return local.Modifiers.Any(SyntaxKind.AsyncKeyword) && IsAfterAwait(access, local);
            }
        }

        return access.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && method.Modifiers.Any(SyntaxKind.AsyncKeyword) && IsAfterAwait(access, method)
            || OutlivesCall(access);
    }

    /// <summary>Whether an access is made by a call, after an await of what is called.</summary>
    public bool OutlivesCall(SessionAccess access) => access.Inner is { } inner && ReturnsTask(access.Wrapper) && IsAfterAwait(inner);

    private bool IsAfterAwait(SessionAccess access, SyntaxNode function) => IsAfterAwait(access.Syntax, function) || OutlivesCall(access);

    private static bool IsAfterAwait(SyntaxNode access, SyntaxNode function)
    {
        foreach (var node in function.DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            var awaits = node is AwaitExpressionSyntax
                || node is CommonForEachStatementSyntax { AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword }
                || node is LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword };
            if (awaits && !(node is AwaitExpressionSyntax && node.Contains(access)) && (node.SpanStart < access.Span.End || InOneLoop(node, access)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool InOneLoop(SyntaxNode first, SyntaxNode second)
        => second.Ancestors().Any(node => Loops.IsLoop(node) && node.Contains(first));

    /// <summary><c>_ = SaveAsync();</c> where the session is used after an await inside.</summary>
    private Deferral? DiscardedCall(SessionAccess access)
        => access.Syntax is InvocationExpressionSyntax call && OutlivesCall(access) && TaskUses.Of(call) == TaskUse.Discarded
            ? new Deferral("a task that nobody awaits", call)
            : null;

    private string? DeferralOf(AnonymousFunctionExpressionSyntax lambda, SemanticModel semantics) => lambda.Parent switch
    {
        ArgumentSyntax { Parent.Parent: ExpressionSyntax deferring } argument => Code(deferring, argument, semantics),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Elapsed" } } => "a timer",
        _ => null,
    };

    /// <summary>A local function runs later where something that does is given its name.</summary>
    private Deferral? DeferralOf(LocalFunctionStatementSyntax local, SessionAccess access, SemanticModel semantics)
    {
        if (IsAsyncVoid(local.Modifiers, local.ReturnType) && IsAfterAwait(access.Syntax, local))
        {
            return new Deferral("an async void function", local);
        }

        foreach (var name in (local.Parent?.DescendantNodes() ?? []).OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == local.Identifier.ValueText))
        {
            if (name.Parent is ArgumentSyntax { Parent.Parent: ExpressionSyntax deferring } argument && Code(deferring, argument, semantics) is { } code)
            {
                return new Deferral(code, local);
            }

            if (name.Parent is InvocationExpressionSyntax call && call.Expression == name && local.Modifiers.Any(SyntaxKind.AsyncKeyword) && TaskUses.Of(call) == TaskUse.Discarded && IsAfterAwait(access, local))
            {
                return new Deferral("a task that nobody awaits", local);
            }
        }

        return null;
    }

    private Deferral? DeferralOf(MethodDeclarationSyntax method, SessionAccess access, SemanticModel semantics)
    {
        if (IsAsyncVoid(method.Modifiers, method.ReturnType) && IsAfterAwait(access.Syntax, method))
        {
            return new Deferral("an async void method", method);
        }

        if (semantics.GetDeclaredSymbol(method, cancellationToken) is not { ContainingType: { } type } symbol)
        {
            return null;
        }

        if (type.AllInterfaces.Any(static implemented => implemented is { Name: "IHostedService", ContainingNamespace.Name: "Hosting" })
            && !symbol.Parameters.Any(parameter => IsRequestObject(parameter.Type)))
        {
            return new Deferral($"the hosted service '{type.Name}'", method);
        }

        return symbol is { Name: "Dispose" or "DisposeAsync", Parameters.Length: <= 1 }
            && access.Kind is SessionAccessKind.Write or SessionAccessKind.Remove or SessionAccessKind.Clear
            && !(access.Wrapper is { Name: "Dispose" or "DisposeAsync", ContainingType: var disposing } && SessionSymbols.Same(disposing, type))
            && model.App.IsDisposedAfterRequest(type)
                ? new Deferral($"the disposal of '{type.Name}'", method)
                : null;
    }

    /// <summary>What a call or creation does with a delegate that it is given, where it runs it later than the request.</summary>
    private string? Code(ExpressionSyntax deferring, ArgumentSyntax argument, SemanticModel semantics)
    {
        switch (deferring)
        {
            case InvocationExpressionSyntax call when SignInScope.NameOf(call) is { } name && Deferring.Contains(name):
                return semantics.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && !IsExpressionTree(argument, method) ? Code(call, name, method, argument) : null;
            case BaseObjectCreationExpressionSyntax creation when creation is ImplicitObjectCreationExpressionSyntax || NameOf(creation) is "Timer" or "Thread":
                return semantics.GetTypeInfo(creation, cancellationToken).Type?.ToDisplayString() switch
                {
                    "System.Threading.Timer" => "a timer",
                    "System.Threading.Thread" => "a thread",
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static string? Code(InvocationExpressionSyntax call, string name, IMethodSymbol method, ArgumentSyntax argument)
    {
        var type = method.ContainingType;
        switch (type.ToDisplayString())
        {
            case "System.Threading.Tasks.Task" or "System.Threading.Tasks.TaskFactory" when name is "Run" or "StartNew" or "ContinueWith":
                return TaskUses.Of(call) == TaskUse.Discarded ? "a task that nobody awaits" : null;
            case "System.Threading.ThreadPool":
                return "the thread pool";
            case "Microsoft.AspNetCore.Http.HttpResponse" when name == "OnCompleted":
                return "Response.OnCompleted";
        }

        if (type is { Name: "Task" or "TaskFactory", ContainingNamespace.Name: "Tasks", IsGenericType: true })
        {
            return TaskUses.Of(call) == TaskUse.Discarded ? "a task that nobody awaits" : null;
        }

        if (type.Name == "ChannelWriter")
        {
            return "what reads the channel";
        }

        return type.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) != true
            && (name.StartsWith("QueueBackgroundWorkItem", StringComparison.Ordinal) || type.Name.Contains("Background") || type.Name.Contains("TaskQueue") || type.Name.Contains("WorkQueue") || type.Name.Contains("JobQueue"))
                ? $"the work that '{type.Name}' queues"
                : null;
    }

    private static string? NameOf(BaseObjectCreationExpressionSyntax creation) => creation is not ObjectCreationExpressionSyntax { Type: var type } ? null : type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    private static bool IsExpressionTree(ArgumentSyntax argument, IMethodSymbol method)
        => argument.Parent is ArgumentListSyntax list && list.Arguments.IndexOf(argument) is >= 0 and var index && index < method.Parameters.Length && method.Parameters[index].Type.Name == "Expression";

    private static SeparatedSyntaxList<ArgumentSyntax>? ArgumentsOf(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax call when SignInScope.NameOf(call) is { } name && Deferring.Contains(name) => call.ArgumentList.Arguments,
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var arguments } creation when creation is ImplicitObjectCreationExpressionSyntax || NameOf(creation) is "Timer" or "Thread" => arguments,
        _ => null,
    };

    /// <summary>Whether a lambda is the beginning of a task of its own.</summary>
    private bool StartsTask(AnonymousFunctionExpressionSyntax lambda, SemanticModel semantics)
        => lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            && SignInScope.NameOf(call) is "Run" or "StartNew" or "ContinueWith"
            && semantics.GetSymbolInfo(call, cancellationToken).Symbol?.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks";

    /// <summary>Whether a method group is that of a method here which uses the session.</summary>
    private bool UsesSession(ExpressionSyntax methodGroup, SemanticModel semantics)
        => semantics.GetSymbolInfo(methodGroup, cancellationToken).Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            && model.FindBody(method, cancellationToken) is { } body
            && model.IsCandidate(body)
            && !model.GetBody(body, cancellationToken).Accesses.IsEmpty;

    private bool IsChannelWriter(InvocationExpressionSyntax call, SemanticModel semantics)
        => semantics.GetSymbolInfo(call, cancellationToken).Symbol?.ContainingType.Name == "ChannelWriter";

    /// <summary>Whether the session itself is passed to code that cannot be seen.</summary>
    private bool IsPassedSession(ExpressionSyntax expression, SemanticModel semantics)
        => expression is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax } && !IsNamed(expression)
            && model.Symbols.IsSession(semantics.GetTypeInfo(expression, cancellationToken).Type);

    private bool IsRequestObject(ExpressionSyntax expression, SemanticModel semantics)
        => expression is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && expression.Parent is not MemberAccessExpressionSyntax
            && !IsNamed(expression)
            && semantics.GetTypeInfo(expression, cancellationToken).Type is { } type
            && IsRequestObject(type);

    private static bool IsNamed(ExpressionSyntax expression)
        => expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };

    private bool IsRequestObject(ITypeSymbol type) => model.Symbols.IsSession(type) || type.ToDisplayString() == WellKnownTypeNames.HttpContext;

    private bool IsAsyncVoid(AnonymousFunctionExpressionSyntax lambda, SemanticModel semantics)
        => IsAsync(lambda) && semantics.GetSymbolInfo(lambda, cancellationToken).Symbol is IMethodSymbol { ReturnsVoid: true };

    private static bool IsAsync(AnonymousFunctionExpressionSyntax lambda) => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);

    private static bool IsAsyncVoid(SyntaxTokenList modifiers, TypeSyntax returned)
        => modifiers.Any(SyntaxKind.AsyncKeyword) && returned is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static bool ReturnsTask(IMethodSymbol? method) => method?.ReturnType.Name is "Task" or "ValueTask";
}
