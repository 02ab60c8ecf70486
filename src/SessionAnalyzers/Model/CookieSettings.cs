using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>
/// What the code sets on one cookie, wherever it does: in an initializer, later, in a branch, or in a helper of the app. A
/// setting that a run-time value decides counts as safe: the developer has thought of it.
/// </summary>
internal sealed class CookieSettings
{
    private const string Cookie = "Cookie";
    private const int Depth = 4;

    private readonly SessionModel _model;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, List<IOperation>> _values = [];
    private readonly List<IObjectCreationOperation> _creations = [];
    private readonly List<ISymbol> _sources = [];
    private readonly HashSet<ISymbol> _read = new(SymbolEqualityComparer.Default);

    private SyntaxNode? _use;

    private CookieSettings(SessionModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _cancellationToken = cancellationToken;
    }

    public enum Setting
    {
        NotSet,
        Safe,
        Unsafe,
    }

    /// <summary>Whether the whole builder is replaced by a new one, which has none of the safe defaults.</summary>
    public bool IsNewBuilder { get; private set; }

    /// <summary>Whether the options are handed to code that cannot be read, which may set anything.</summary>
    public bool IsHandedOn { get; private set; }

    /// <summary>Whether the options are those that a builder builds, which follow the request where the builder does not say otherwise.</summary>
    public bool IsBuilt { get; private set; }

    public Setting Secure => Best("Secure", static value => value is true, static name => name is "Always" or "SameAsRequest") is var options and not Setting.NotSet ? options
        : Best("SecurePolicy", static _ => false, static name => name is "Always" or "SameAsRequest") is var policy and not Setting.NotSet ? policy
        : IsBuilt ? Setting.Safe
        : Setting.NotSet;

    public Setting HttpOnly => Best("HttpOnly", static value => value is true, static name => name is "Always");

    /// <summary>Unspecified is what a browser takes as Lax.</summary>
    public Setting SameSite => Best("SameSite", static _ => false, static name => name is not "None");

    /// <summary>What a cookie policy makes of cookies that allow more; unsafe where it turns unspecified into None.</summary>
    public Setting MinimumSameSite => Best("MinimumSameSitePolicy", static _ => false, static name => name is "Lax" or "Strict") is Setting.Unsafe && !Names("MinimumSameSitePolicy", "None")
        ? Setting.NotSet
        : Best("MinimumSameSitePolicy", static _ => false, static name => name is "Lax" or "Strict");

    /// <summary>Whether a Domain is set to something.</summary>
    public bool HasDomain => InTheEnd("Domain").Any(static domain => Operations.WithoutConversions(domain).ConstantValue is not { HasValue: true, Value: null });

    /// <summary>Whether a constant Path other than "/" is set.</summary>
    public bool HasNarrowPath => InTheEnd("Path").Any(static path => path.ConstantValue is { HasValue: true, Value: string and not "/" });

    /// <summary>Whether the Path is taken away.</summary>
    public bool HasNoPath => InTheEnd("Path") is { Count: > 0 } paths && paths.TrueForAll(static path => Operations.WithoutConversions(path).ConstantValue is { HasValue: true, Value: null });

    /// <summary>The constant name given to a builder.</summary>
    public string? Name => _values.TryGetValue("Name", out var names) && names is [{ ConstantValue: { HasValue: true, Value: string name } }] ? name : null;

    /// <summary>Whether the cookie is being deleted: it expires in the past, or at once.</summary>
    public bool Deletes
        => (_values.TryGetValue("Expires", out var expires) && expires.Any(static value => IsPast(value.Syntax.ToString())))
            || (_values.TryGetValue("MaxAge", out var maxAge) && maxAge.Any(static value => ConstantTimeSpan.Of(value) <= TimeSpan.Zero || IsPast(value.Syntax.ToString())));

    /// <summary>The creations of the options, and of a builder that replaces theirs.</summary>
    public IReadOnlyList<IObjectCreationOperation> Creations => _creations;

    /// <summary>The variables, fields, properties and methods that the options come through.</summary>
    public IReadOnlyList<ISymbol> Sources => _sources;

    /// <summary>The members that are set, without their owner.</summary>
    public IEnumerable<string> Members => _values.Keys;

    /// <summary>What a member is set to, as the code writes it.</summary>
    public IEnumerable<string> TextsOf(string member) => _values.TryGetValue(member, out var values) ? values.Select(static value => value.Syntax.ToString()) : [];

    public static CookieSettings Empty(SessionModel model) => new(model, CancellationToken.None);

    /// <summary>The assignments to a member, wherever they are, but for development only.</summary>
    public IEnumerable<AssignmentExpressionSyntax> AssignmentsOf(string member)
        => ValuesOf(member).Select(static value => value.Parent?.Syntax).OfType<AssignmentExpressionSyntax>().Where(static assignment => !DevelopmentGuard.Contains(assignment));

    /// <summary>What a member is set to, wherever it is.</summary>
    public IEnumerable<IOperation> ValuesOf(string member) => _values.TryGetValue(member, out var values) ? values : [];

    /// <summary>Reads an object that holds settings, such as the options a cookie is appended with.</summary>
    /// <returns>The settings, or null where they are made elsewhere.</returns>
    public static CookieSettings? Of(IOperation options, SessionModel model, CancellationToken cancellationToken)
    {
        var settings = new CookieSettings(model, cancellationToken) { _use = options.Syntax };
        return settings.ReadObject(options, Depth) && !settings.IsHandedOn ? settings : null;
    }

    /// <summary>Reads a configuration callback such as <c>options =&gt; options.Cookie.HttpOnly = true</c>.</summary>
    /// <returns>The settings, or null where the options are handed on.</returns>
    public static CookieSettings? OfCallback(IOperation callback, SessionModel model, CancellationToken cancellationToken)
    {
        var settings = new CookieSettings(model, cancellationToken);
        return BodyOf(callback, model, cancellationToken) is (var parameter, { } body) && settings.ReadUses(parameter, body, Depth) && !settings.IsHandedOn ? settings : null;
    }

    /// <summary>Reads what a method does to its parameter.</summary>
    /// <returns>The settings, or null where the options are handed on.</returns>
    public static CookieSettings? OfParameter(IParameterSymbol parameter, IOperation body, SessionModel model, CancellationToken cancellationToken)
    {
        var settings = new CookieSettings(model, cancellationToken);
        return settings.ReadUses(parameter, body, Depth) && !settings.IsHandedOn ? settings : null;
    }

    /// <summary>The first parameter and the body of a lambda, or of a method of the app that is used as one.</summary>
    public static (IParameterSymbol Parameter, IOperation Body)? BodyOf(IOperation callback, SessionModel model, CancellationToken cancellationToken)
    {
        while (callback is IConversionOperation or IDelegateCreationOperation)
        {
            callback = callback.ChildOperations.First();
        }

        return callback switch
        {
            IAnonymousFunctionOperation { Symbol.Parameters: [var parameter, ..] } lambda => (parameter, lambda.Body),
            IMethodReferenceOperation { Method: { Parameters: [var parameter, ..] } method } when BodyOf(method, model, cancellationToken) is { } body => (parameter, body),
            _ => null,
        };
    }

    private static IOperation? BodyOf(IMethodSymbol method, SessionModel model, CancellationToken cancellationToken)
        => method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
            ? model.GetSemanticModel(declaration.SyntaxTree)?.GetOperation(declaration, cancellationToken)
            : null;

    private bool ReadObject(IOperation value, int depth)
    {
        value = Operations.WithoutConversions(value);
        if (depth == 0)
        {
            return false;
        }

        if (Source(value) is { } source)
        {
            _sources.Add(source);
        }

        switch (value)
        {
            case IObjectCreationOperation creation:
                if (creation.Arguments.Length > 0 && !(creation.Arguments is [{ Value: var copied }] && SessionSymbols.Same(copied.Type, creation.Type) && ReadObject(copied, depth - 1)))
                {
                    return false;
                }

                _creations.Add(creation);
                ReadInitializer(creation.Initializer);
                return true;
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return ReadObject(conditional.WhenTrue, depth - 1) && ReadObject(otherwise, depth - 1);
            case ILocalReferenceOperation { Local: var local } when Root(value) is { } body:
                return ReadAll(ValuesOf(local, body), depth) && ReadUses(local, body, depth);
            case IFieldReferenceOperation { Field: var field }:
                return ReadMember(field, depth);
            case IPropertyReferenceOperation { Property: var property }:
                return ReadMember(property, depth);
            case IInvocationOperation { TargetMethod: { Name: "Build", ContainingType.Name: "CookieBuilder" }, Instance: { } builder }:
                IsBuilt = true;
                return ReadObject(builder, depth - 1);
            case IInvocationOperation { TargetMethod: var factory }:
                return ReadReturns(factory, depth);
            default:
                return false;
        }
    }

    private bool ReadAll(IReadOnlyCollection<IOperation> values, int depth) => values.Count > 0 && values.All(value => ReadObject(value, depth - 1));

    private bool ReadReturns(IMethodSymbol method, int depth)
        => BodyOf(method, _model, _cancellationToken) is { } body
            && ReadAll([.. body.Descendants().OfType<IReturnOperation>().Select(static result => result.ReturnedValue).OfType<IOperation>()], depth);

    /// <summary>Reads a field or property: what it is given in its type, and what its type sets on it.</summary>
    private bool ReadMember(ISymbol member, int depth)
    {
        if (!_read.Add(member))
        {
            return true;
        }

        if (member is IPropertySymbol { GetMethod: { } getter } && Initializer(member) is null && getter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) is AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null })
        {
            return ReadReturns(((IPropertySymbol)member).GetMethod!, depth);
        }

        var values = new List<IOperation>();
        if (Initializer(member) is { } initial)
        {
            values.Add(initial);
        }

        foreach (var body in BodiesNaming(member))
        {
            values.AddRange(body.Descendants().OfType<ISimpleAssignmentOperation>().Where(assignment => IsReference(assignment.Target, member)).Select(static assignment => assignment.Value));
            if (!ReadUses(member, body, depth))
            {
                return false;
            }
        }

        return ReadAll(values, depth);
    }

    /// <summary>The bodies of a member's type that name it.</summary>
    private IEnumerable<IOperation> BodiesNaming(ISymbol member)
    {
        foreach (var reference in member.ContainingType.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(_cancellationToken) is not TypeDeclarationSyntax type || _model.GetSemanticModel(type.SyntaxTree) is not { } semantics)
            {
                continue;
            }

            foreach (var declaration in type.Members.OfType<BaseMethodDeclarationSyntax>())
            {
                if (declaration.DescendantTokens().Any(token => token.ValueText == member.Name) && semantics.GetOperation(declaration, _cancellationToken) is { } body)
                {
                    yield return body;
                }
            }
        }
    }

    /// <summary>Collects the assignments to members of a variable; false where the variable goes somewhere they cannot be seen.</summary>
    private bool ReadUses(ISymbol variable, IOperation body, int depth)
    {
        var variables = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { variable };
        foreach (var operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Symbol: var alias, Initializer.Value: var initial } when IsRooted(Operations.WithoutConversions(initial), variables):
                    variables.Add(alias);
                    break;
                case IAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } target } assignment when IsRooted(target.Instance, variables) && !IsTooLate(assignment.Syntax):
                    if (name == Cookie)
                    {
                        IsNewBuilder = true;
                        if (!ReadObject(assignment.Value, depth - 1))
                        {
                            return false;
                        }
                    }
                    else
                    {
                        Add(name, assignment.Value);
                    }

                    break;
                case IArgumentOperation { Value: var value, Parameter: var parameter, Parent: IInvocationOperation { TargetMethod.Name: not ("Append" or "Delete" or "UseSession" or "UseCookiePolicy") } call } when IsRooted(Operations.WithoutConversions(value), variables):
                    ReadHelper(call, parameter, depth);
                    break;
            }
        }

        return true;
    }

    /// <summary>Reads what a method does to the options it is handed.</summary>
    private void ReadHelper(IInvocationOperation call, IParameterSymbol? parameter, int depth)
    {
        var method = call.TargetMethod.OriginalDefinition;
        if (depth == 0 || parameter is null || BodyOf(method, _model, _cancellationToken) is not { } body || !ReadUses(method.Parameters[parameter.Ordinal], body, depth - 1))
        {
            IsHandedOn = true;
        }
    }

    private void ReadInitializer(IObjectOrCollectionInitializerOperation? initializer)
    {
        foreach (var member in initializer?.Initializers ?? [])
        {
            switch (member)
            {
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value }:
                    if (name == Cookie && Operations.WithoutConversions(value) is IObjectCreationOperation builder)
                    {
                        IsNewBuilder = true;
                        _creations.Add(builder);
                        ReadInitializer(builder.Initializer);
                    }
                    else
                    {
                        Add(name, value);
                    }

                    break;
                case IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation { Property.Name: Cookie }, Initializer: var nested }:
                    ReadInitializer(nested);
                    break;
            }
        }
    }

    private void Add(string name, IOperation value)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            _values.Add(name, values = []);
        }

        values.Add(value);
    }

    private Setting Best(string name, Func<object?, bool> isSafeConstant, Func<string, bool> isSafeEnum)
    {
        var values = InTheEnd(name);
        return values.Count == 0 ? ValuesOf(name).Any(IsSafe) ? Setting.Safe : Setting.NotSet
            : values.Exists(IsSafe) ? Setting.Safe
            : Setting.Unsafe;

        bool IsSafe(IOperation value) => Operations.WithoutConversions(value) switch
        {
            IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum, Name: var member } } => isSafeEnum(member),
            { ConstantValue: { HasValue: true, Value: var constant } } => isSafeConstant(constant),
            IConditionalOperation { WhenTrue: var whenTrue, WhenFalse: { } whenFalse } => IsSafeOutsideDevelopment(whenTrue) || IsSafeOutsideDevelopment(whenFalse),
            _ => true,
        };

        bool IsSafeOutsideDevelopment(IOperation value) => !DevelopmentGuard.Contains(value.Syntax) && IsSafe(value);
    }

    /// <summary>The value that overwrites all others: it is assigned last, by a statement of the block that all lie in.</summary>
    private static IOperation? LastWord(List<IOperation> values)
        => values.Count > 1
            && values.OrderBy(static value => value.Syntax.SpanStart).Last() is var last
            && last.Syntax.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { Parent: ExpressionStatementSyntax { Parent: SyntaxNode list and (BlockSyntax or GlobalStatementSyntax) } }
            && values.TrueForAll(value => value.Syntax.SyntaxTree == list.SyntaxTree && (list is BlockSyntax ? list : list.Parent!).Contains(value.Syntax))
                ? last
                : null;

    /// <summary>Whether an assignment in the same function comes after the options have been used, but for the next round of a loop.</summary>
    private bool IsTooLate(SyntaxNode assignment)
        => _use is not null
            && assignment.SyntaxTree == _use.SyntaxTree
            && assignment.SpanStart > _use.Span.End
            && SignInScope.Of(_use).Function is var function
            && SignInScope.Of(assignment).Function == function
            && !assignment.Ancestors().TakeWhile(node => node != function).Any(around => Loops.IsLoop(around) && around.Contains(_use));

    /// <summary>What a member may have in the end, but for development: the last word, or all that is assigned.</summary>
    private List<IOperation> InTheEnd(string member)
    {
        var values = ValuesOf(member).Where(static value => !DevelopmentGuard.Contains(value.Syntax)).ToList();
        return LastWord(values) is { } last ? [last] : values;
    }

    private bool Names(string member, string value) => ValuesOf(member).Any(assigned => Operations.WithoutConversions(assigned) is IFieldReferenceOperation { Field.Name: var name } && name == value);

    private static ISymbol? Source(IOperation value) => value switch
    {
        ILocalReferenceOperation { Local: var local } => local,
        IFieldReferenceOperation { Field: var field } => field,
        IPropertyReferenceOperation { Property: var property } => property,
        IInvocationOperation { TargetMethod: var method } => method,
        _ => null,
    };

    /// <summary>What a local is given: by its declaration and by later assignments.</summary>
    private static List<IOperation> ValuesOf(ILocalSymbol local, IOperation body)
    {
        var values = new List<IOperation>();
        foreach (var operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Symbol: var declared } declarator when SessionSymbols.Same(declared, local):
                    if (declarator.GetVariableInitializer() is { Value: var initial })
                    {
                        values.Add(initial);
                    }

                    break;
                case ISimpleAssignmentOperation { Target: var target, Value: var value } when IsReference(target, local):
                    values.Add(value);
                    break;
            }
        }

        return values;
    }

    private IOperation? Initializer(ISymbol symbol)
    {
        var value = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var initializer } => initializer,
            PropertyDeclarationSyntax { Initializer.Value: { } initializer } => initializer,
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } expression } => expression,
            _ => null,
        };
        return value is null ? null : _model.GetSemanticModel(value.SyntaxTree)?.GetValueOperation(value, _cancellationToken);
    }

    private static bool IsReference(IOperation? operation, ISymbol symbol) => operation switch
    {
        ILocalReferenceOperation { Local: var local } => SessionSymbols.Same(local, symbol),
        IParameterReferenceOperation { Parameter: var parameter } => SessionSymbols.Same(parameter, symbol),
        IFieldReferenceOperation { Field: var field } => SessionSymbols.Same(field, symbol),
        IPropertyReferenceOperation { Property: var property } => SessionSymbols.Same(property, symbol),
        _ => false,
    };

    /// <summary>Whether an object is one of the variables, or the builder that one holds.</summary>
    private static bool IsRooted(IOperation? instance, HashSet<ISymbol> variables) => instance switch
    {
        ILocalReferenceOperation { Local: var local } => variables.Contains(local),
        IParameterReferenceOperation { Parameter: var parameter } => variables.Contains(parameter),
        IFieldReferenceOperation { Field: var field } => variables.Contains(field),
        IPropertyReferenceOperation { Property: var property } when variables.Contains(property) => true,
        IPropertyReferenceOperation { Property.Name: Cookie, Instance: { } owner } => IsRooted(owner, variables),
        _ => false,
    };

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    private static bool IsPast(string time) => time.Contains("(-") || time.Contains("MinValue") || time.Contains("UnixEpoch");
}
