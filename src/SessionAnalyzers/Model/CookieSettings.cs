using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>
/// What the code around it sets on one cookie, wherever it does: in an initializer, later, in a branch, or in the helper that
/// makes the options. A setting that a run-time value decides counts as safe: the developer has thought of it.
/// </summary>
internal sealed class CookieSettings
{
    private readonly Dictionary<string, List<IOperation>> _values = [];
    private readonly List<IObjectCreationOperation> _creations = [];
    private readonly List<ISymbol> _sources = [];

    private CookieSettings()
    {
    }

    public enum Setting
    {
        NotSet,
        Safe,
        Unsafe,
    }

    /// <summary>Whether the whole builder is replaced by a new one, which has none of the safe defaults.</summary>
    public bool IsNewBuilder { get; private set; }

    public Setting Secure => Best("Secure", static value => value is true, static name => name is "Always" or "SameAsRequest") is var options and not Setting.NotSet
        ? options
        : Best("SecurePolicy", static _ => false, static name => name is "Always" or "SameAsRequest");

    public Setting HttpOnly => Best("HttpOnly", static value => value is true, static _ => false);

    /// <summary>Unspecified is what a browser takes as Lax.</summary>
    public Setting SameSite => Best("SameSite", static _ => false, static name => name is not "None");

    /// <summary>Whether a Domain is set to something.</summary>
    public bool HasDomain => _values.TryGetValue("Domain", out var domains) && domains.Any(static domain => domain.ConstantValue is not { HasValue: true, Value: null });

    /// <summary>Whether a constant Path other than "/" is set.</summary>
    public bool HasNarrowPath => _values.TryGetValue("Path", out var paths) && paths.Any(static path => path.ConstantValue is { HasValue: true, Value: string and not "/" });

    /// <summary>The constant name given to a builder.</summary>
    public string? Name => _values.TryGetValue("Name", out var names) && names is [{ ConstantValue: { HasValue: true, Value: string name } }] ? name : null;

    /// <summary>Whether the cookie is being deleted: it expires in the past, or at once.</summary>
    public bool Deletes
        => (_values.TryGetValue("Expires", out var expires) && expires.Any(static value => IsPast(value.Syntax.ToString())))
            || (_values.TryGetValue("MaxAge", out var maxAge) && maxAge.Any(static value => value.Syntax.ToString() is "TimeSpan.Zero"));

    public static CookieSettings Empty { get; } = new();

    /// <summary>The creations of the options, and of a builder that replaces theirs.</summary>
    public IReadOnlyList<IObjectCreationOperation> Creations => _creations;

    /// <summary>The variables, fields, properties and methods that the options come through.</summary>
    public IReadOnlyList<ISymbol> Sources => _sources;

    /// <summary>The members that are set, without their owner.</summary>
    public IEnumerable<string> Members => _values.Keys;

    /// <summary>What a member is set to, as the code writes it.</summary>
    public IEnumerable<string> TextsOf(string member) => _values.TryGetValue(member, out var values) ? values.Select(static value => value.Syntax.ToString()) : [];

    /// <summary>The assignments to a member, wherever they are.</summary>
    public IEnumerable<AssignmentExpressionSyntax> AssignmentsOf(string member)
        => _values.TryGetValue(member, out var values) ? values.Select(static value => value.Parent?.Syntax).OfType<AssignmentExpressionSyntax>() : [];

    /// <summary>Reads the options a cookie is appended with.</summary>
    /// <returns>The settings, or null where they are made elsewhere.</returns>
    public static CookieSettings? Of(IOperation options, SessionModel model, CancellationToken cancellationToken)
    {
        var settings = new CookieSettings();
        return settings.ReadObject(options, model, cancellationToken, depth: 3) ? settings : null;
    }

    /// <summary>Reads a configuration callback such as <c>options =&gt; options.Cookie.HttpOnly = true</c>.</summary>
    /// <returns>The settings, or null where the options are handed on.</returns>
    public static CookieSettings? OfCallback(IOperation callback, SessionModel model, CancellationToken cancellationToken)
    {
        while (callback is IConversionOperation or IDelegateCreationOperation)
        {
            callback = callback.ChildOperations.First();
        }

        var settings = new CookieSettings();
        switch (callback)
        {
            case IAnonymousFunctionOperation { Symbol.Parameters: [var parameter, ..] } lambda:
                return settings.ReadUses(parameter, lambda.Body, isBuilderOwner: true) ? settings : null;
            case IMethodReferenceOperation { Method: { Parameters: [var parameter, ..] } method }
                when method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
                    && model.GetSemanticModel(declaration.SyntaxTree)?.GetOperation(declaration, cancellationToken) is { } body:
                return settings.ReadUses(parameter, body, isBuilderOwner: true) ? settings : null;
            default:
                return null;
        }
    }

    private bool ReadObject(IOperation value, SessionModel model, CancellationToken cancellationToken, int depth)
    {
        while (value is IConversionOperation or IParenthesizedOperation)
        {
            value = value.ChildOperations.First();
        }

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
                if (creation.Arguments.Length > 0)
                {
                    return false;
                }

                _creations.Add(creation);
                ReadInitializer(creation.Initializer);
                return true;
            case ILocalReferenceOperation { Local: var local }:
                return Initializer(local, model, cancellationToken) is { } initial
                    && ReadObject(initial, model, cancellationToken, depth - 1)
                    && Root(value) is { } body
                    && ReadUses(local, body, isBuilderOwner: false);
            case IFieldReferenceOperation { Field: var field }:
                return Initializer(field, model, cancellationToken) is { } stored && ReadObject(stored, model, cancellationToken, depth - 1);
            case IPropertyReferenceOperation { Property: var property }:
                return Initializer(property, model, cancellationToken) is { } held && ReadObject(held, model, cancellationToken, depth - 1);
            case IInvocationOperation { TargetMethod: var factory }:
                return factory.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
                    && model.GetSemanticModel(declaration.SyntaxTree)?.GetOperation(declaration, cancellationToken) is { } made
                    && made.Descendants().OfType<IReturnOperation>().Where(static result => result.ReturnedValue is not null).ToList() is { Count: > 0 } results
                    && results.All(result => ReadObject(result.ReturnedValue!, model, cancellationToken, depth - 1));
            default:
                return false;
        }
    }

    /// <summary>Collects the assignments to members of a variable; false where the variable goes somewhere they cannot be seen.</summary>
    private bool ReadUses(ISymbol variable, IOperation body, bool isBuilderOwner)
    {
        foreach (var operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } target } assignment when IsRooted(target.Instance, variable):
                    if (name == "Cookie" && isBuilderOwner)
                    {
                        IsNewBuilder = true;
                        if (Unwrap(assignment.Value) is not IObjectCreationOperation created)
                        {
                            return false;
                        }

                        _creations.Add(created);
                        ReadInitializer(created.Initializer);
                    }
                    else
                    {
                        Add(name, assignment.Value);
                    }

                    break;
                case IArgumentOperation { Value: var value, Parent: IInvocationOperation { TargetMethod.Name: not ("Append" or "Delete" or "UseSession") } } when IsRooted(Unwrap(value), variable):
                    return false;
            }
        }

        return true;
    }

    private void ReadInitializer(IObjectOrCollectionInitializerOperation? initializer)
    {
        foreach (var member in initializer?.Initializers ?? [])
        {
            switch (member)
            {
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value }:
                    if (name == "Cookie" && Unwrap(value) is IObjectCreationOperation builder)
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
                case IMemberInitializerOperation { Initializer: var nested }:
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
        if (!_values.TryGetValue(name, out var values))
        {
            return Setting.NotSet;
        }

        return values.Any(value => Unwrap(value) switch
        {
            IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum, Name: var member } } => isSafeEnum(member),
            { ConstantValue: { HasValue: true, Value: var constant } } => isSafeConstant(constant),
            _ => true,
        })
            ? Setting.Safe
            : Setting.Unsafe;
    }

    private static ISymbol? Source(IOperation value) => value switch
    {
        ILocalReferenceOperation { Local: var local } => local,
        IFieldReferenceOperation { Field: var field } => field,
        IPropertyReferenceOperation { Property: var property } => property,
        IInvocationOperation { TargetMethod: var method } => method,
        _ => null,
    };

    private static IOperation? Initializer(ISymbol symbol, SessionModel model, CancellationToken cancellationToken)
    {
        var value = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var initializer } => initializer,
            PropertyDeclarationSyntax { Initializer.Value: { } initializer } => initializer,
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } expression } => expression,
            _ => null,
        };
        return value is null ? null : model.GetSemanticModel(value.SyntaxTree)?.GetOperation(value, cancellationToken);
    }

    private static bool IsRooted(IOperation? instance, ISymbol variable) => instance switch
    {
        ILocalReferenceOperation { Local: var local } => SessionSymbols.Same(local, variable),
        IParameterReferenceOperation { Parameter: var parameter } => SessionSymbols.Same(parameter, variable),
        IPropertyReferenceOperation { Property.Name: "Cookie", Instance: { } owner } => IsRooted(owner, variable),
        _ => false,
    };

    private static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = operation.ChildOperations.First();
        }

        return operation;
    }

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    private static bool IsPast(string expires) => expires.Contains("(-") || expires.Contains("MinValue") || expires.Contains("UnixEpoch");
}
