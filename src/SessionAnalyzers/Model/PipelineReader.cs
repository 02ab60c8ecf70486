using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>
/// Reads the pipelines of a compilation: of code that builds a <c>WebApplication</c>, of a Startup's <c>Configure</c>, and of lambdas
/// that configure an <c>IApplicationBuilder</c>. Methods of the app that take the builder are read where they are called.
/// </summary>
internal sealed class PipelineReader
{
    private const string ApplicationBuilder = "IApplicationBuilder";
    private const string EndpointRouteBuilder = "IEndpointRouteBuilder";
    private const string WebApplication = "WebApplication";

    private readonly SessionModel _model;
    private readonly CancellationToken _cancellationToken;
    private readonly List<SyntaxNode> _functions = [];

    private PipelineReader(SessionModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _cancellationToken = cancellationToken;
    }

    public static ImmutableArray<AppPipeline> Read(SessionModel model, CancellationToken cancellationToken)
    {
        var pipelines = ImmutableArray.CreateBuilder<AppPipeline>();
        foreach (var root in Roots(model, cancellationToken))
        {
            var reader = new PipelineReader(model, cancellationToken);
            pipelines.Add(new AppPipeline(reader.Steps(root, isConditional: false), [.. reader._functions]));
        }

        return pipelines.ToImmutable();
    }

    private static IEnumerable<SyntaxNode> Roots(SessionModel model, CancellationToken cancellationToken)
    {
        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            var names = SyntaxUnit.NamesIn(tree);
            if (!(names.Uses(WebApplication) || names.Uses(ApplicationBuilder) || names.Calls("Configure")) || model.GetSemanticModel(tree) is not { } semantics)
            {
                continue;
            }

            var roots = new HashSet<SyntaxNode>();
            foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes())
            {
                var root = node switch
                {
                    InvocationExpressionSyntax call when SignInScope.NameOf(call) is "Build" or "Create" && semantics.GetTypeInfo(call, cancellationToken).Type?.Name == WebApplication => FunctionOf(call),
                    MethodDeclarationSyntax { Identifier.ValueText: "Configure", ParameterList.Parameters: var parameters } configure when parameters.Any(static parameter => parameter.Type?.ToString().EndsWith(ApplicationBuilder, StringComparison.Ordinal) == true) => configure,
                    AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } lambda when SignInScope.NameOf(call) == "Configure"
                        && semantics.GetSymbolInfo(lambda, cancellationToken).Symbol is IMethodSymbol function && function.Parameters.Any(static parameter => parameter.Type.Name == ApplicationBuilder) => lambda,
                    _ => null,
                };
                if (root is not null && roots.Add(root))
                {
                    yield return root;
                }
            }
        }
    }

    private ImmutableArray<PipelineStep> Steps(SyntaxNode function, bool isConditional)
    {
        if (_functions.Contains(function) || _model.GetSemanticModel(function.SyntaxTree) is not { } semantics)
        {
            return [];
        }

        _functions.Add(function);
        var steps = ImmutableArray.CreateBuilder<PipelineStep>();
        if (function.DescendantTrivia().Any(static trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia)) || HandsOn(function, semantics))
        {
            steps.Add(new PipelineStep(PipelineStepKind.Unknown, function, inner: []));
        }

        // The calls of a chain stand in the order of their names.
        var calls = function.DescendantNodes(node => node == function || !IsFunction(node))
            .Where(static node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
            .OrderBy(static node => node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } } ? name.SpanStart : node.SpanStart);
        foreach (var call in calls)
        {
            steps.AddRange(StepsOf(call, semantics, isConditional || IsConditional(call, function)));
        }

        return steps.ToImmutable();
    }

    private IEnumerable<PipelineStep> StepsOf(SyntaxNode call, SemanticModel semantics, bool isConditional)
    {
        if (!Mentions(call, semantics))
        {
            return [];
        }

        var method = semantics.GetSymbolInfo(call, _cancellationToken).Symbol as IMethodSymbol;
        var definition = method?.ReducedFrom ?? method;
        if (definition is not null && SourceOf(definition) is { } source)
        {
            // Code that only maps endpoints cannot put middleware before them.
            var steps = Steps(source, isConditional);
            return definition.Parameters.Any(static parameter => IsBuilder(parameter.Type) && parameter.Type.Name != EndpointRouteBuilder) ? steps : steps.Select(step => step.ReachedThrough(call));
        }

        var kind = KindOf(definition, call);
        return [new PipelineStep(kind, call, InnerOf(call, semantics))
        {
            IsConditional = isConditional,
            Handler = kind is PipelineStepKind.Middleware or PipelineStepKind.Terminal ? HandlerOf(call, method, semantics) : null,
        }];
    }

    private SyntaxNode? HandlerOf(SyntaxNode call, IMethodSymbol? method, SemanticModel semantics)
    {
        if (call is not InvocationExpressionSyntax { ArgumentList.Arguments: var arguments })
        {
            return null;
        }

        var type = method?.TypeArguments.FirstOrDefault()
            ?? (arguments is [{ Expression: TypeOfExpressionSyntax { Type: var named } }, ..] ? semantics.GetTypeInfo(named, _cancellationToken).Type : null);
        if (method?.Name == "UseMiddleware")
        {
            return type?.DeclaringSyntaxReferences
                .Where(reference => _model.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
                .Select(reference => reference.GetSyntax(_cancellationToken))
                .OfType<TypeDeclarationSyntax>()
                .Select(RequestSession.InvokeOf)
                .FirstOrDefault(static invoke => invoke is not null);
        }

        return arguments.FirstOrDefault()?.Expression switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda,
            { } group when semantics.GetSymbolInfo(group, _cancellationToken).Symbol is IMethodSymbol function => SourceOf(function),
            _ => null,
        };
    }

    /// <summary>Whether a call is made on the builder, or is given it.</summary>
    private bool Mentions(SyntaxNode call, SemanticModel semantics)
    {
        var (receiver, arguments) = call switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } invocation => (member.Expression, invocation.ArgumentList),
            InvocationExpressionSyntax invocation => (null, invocation.ArgumentList),
            BaseObjectCreationExpressionSyntax creation => (null, creation.ArgumentList),
            _ => (null, null),
        };
        return (receiver is not null && IsBuilder(semantics.GetTypeInfo(receiver, _cancellationToken).Type))
            || arguments?.Arguments.Any(argument => argument.Expression is not AnonymousFunctionExpressionSyntax && IsBuilder(semantics.GetTypeInfo(argument.Expression, _cancellationToken).Type)) == true;
    }

    private ImmutableArray<PipelineStep> InnerOf(SyntaxNode call, SemanticModel semantics)
        => call is InvocationExpressionSyntax { ArgumentList.Arguments: var arguments }
            ? [.. arguments.Select(static argument => argument.Expression)
                .Select(argument => semantics.GetSymbolInfo(argument, _cancellationToken).Symbol is IMethodSymbol function && function.Parameters.Any(static parameter => parameter.Type.Name == ApplicationBuilder)
                    ? SourceOf(function)
                    : null)
                .OfType<SyntaxNode>()
                .SelectMany(function => Steps(function, isConditional: false))]
            : [];

    private PipelineStepKind KindOf(IMethodSymbol? method, SyntaxNode call) => (method?.ContainingType.Name, method?.Name) switch
    {
        ("SessionMiddlewareExtensions", "UseSession") or (_, "UseGranularSessions") => PipelineStepKind.Session,
        ("EndpointRoutingApplicationBuilderExtensions", "UseEndpoints") or ("MvcApplicationBuilderExtensions", _) => PipelineStepKind.Endpoints,
        ("RunExtensions", _) => PipelineStepKind.Terminal,
        ("MapExtensions" or "MapWhenExtensions", _) => PipelineStepKind.Branch,
        ("ExceptionHandlerExtensions", _) => PipelineStepKind.Branch,
        ("UseWhenExtensions", _) => PipelineStepKind.Detour,
        ("UseExtensions" or "UseMiddlewareExtensions", _) or (ApplicationBuilder, "Use") => PipelineStepKind.Middleware,
        (_, { } name) when name.StartsWith("Map", StringComparison.Ordinal) && IsFramework(method) => PipelineStepKind.Mapping,
        _ => method is null || MayUseSession(method) ? PipelineStepKind.Unknown : PipelineStepKind.Other,
    };

    /// <summary>Whether a method without source may put the session into the pipeline: its assembly would have to reference it.</summary>
    private static bool MayUseSession(IMethodSymbol method)
        => method.MethodKind == MethodKind.DelegateInvoke
            || method.IsAbstract && !IsFramework(method)
            || !IsFramework(method) && method.ContainingAssembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name is "Microsoft.AspNetCore.Session" or "GranularSessions"));

    private static bool IsFramework(IMethodSymbol method)
        => method.ContainingAssembly?.Name is { } assembly
            && (assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || assembly.StartsWith("System.", StringComparison.Ordinal));

    private SyntaxNode? SourceOf(IMethodSymbol method)
        => (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.FirstOrDefault() is { } reference && _model.Compilation.ContainsSyntaxTree(reference.SyntaxTree) && !method.IsAbstract && !method.IsVirtual
            ? reference.GetSyntax(_cancellationToken) as CSharpSyntaxNode
            : null;

    /// <summary>Whether the function gives away the app that it builds, so that others go on with it.</summary>
    private bool HandsOn(SyntaxNode function, SemanticModel semantics)
    {
        var returned = function switch
        {
            MethodDeclarationSyntax { ReturnType: var type } => type.ToString(),
            LocalFunctionStatementSyntax { ReturnType: var type } => type.ToString(),
            _ => "",
        };
        return (returned is WebApplication or "IHost" or "IWebHost" && BuildsApp(function, semantics))
            || function.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
                IsBuilder(semantics.GetTypeInfo(assignment.Right, _cancellationToken).Type)
                && semantics.GetSymbolInfo(assignment.Left, _cancellationToken).Symbol is IFieldSymbol or IPropertySymbol);
    }

    private bool BuildsApp(SyntaxNode function, SemanticModel semantics)
        => function.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => SignInScope.NameOf(call) is "Build" or "Create" && semantics.GetTypeInfo(call, _cancellationToken).Type?.Name == WebApplication);

    private static bool IsBuilder(ITypeSymbol? type)
        => type is not null && (type.Name is ApplicationBuilder or EndpointRouteBuilder or WebApplication || type.AllInterfaces.Any(static candidate => candidate.Name is ApplicationBuilder or EndpointRouteBuilder));

    private static bool IsConditional(SyntaxNode call, SyntaxNode function)
        => call.Ancestors().TakeWhile(ancestor => ancestor != function).Any(static ancestor => ancestor is IfStatementSyntax or ElseClauseSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or ConditionalExpressionSyntax or TryStatementSyntax
            or ForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax);

    private static SyntaxNode FunctionOf(SyntaxNode node)
        => node.Ancestors().First(static ancestor => IsFunction(ancestor) || ancestor is CompilationUnitSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax);

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseTypeDeclarationSyntax or BaseMethodDeclarationSyntax;
}
