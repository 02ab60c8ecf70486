using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>Calls: the session's own members, locks, wrappers with and without a body, and everything else.</summary>
internal sealed partial class SessionFlow
{
    private Value Invoke(IInvocationOperation invocation)
    {
        var target = invocation.TargetMethod;
        var symbols = _context.Symbols;
        if (target.ContainingType is { } type && (symbols.IsSession(type) || SessionSymbols.Same(type, symbols.SessionExtensions)))
        {
            return InvokeSession(invocation);
        }

        if (Lock(invocation) is { } locked)
        {
            return locked;
        }

        if (target.MethodKind == MethodKind.LocalFunction)
        {
            return InvokeLocalFunction(invocation);
        }

        if (target.Name == "Contains" && KeysContain(invocation) is { } contained)
        {
            return contained;
        }

        if (target.MethodKind == MethodKind.DelegateInvoke && invocation.Instance is { } called)
        {
            return new Value(Evaluate(called).Origins.Union(Evaluate(invocation.Arguments, target.Parameters.Length).Origins));
        }

        var body = _context.Model.FindBody(target, _context.CancellationToken);
        if (body is null && (ConfiguredShape(target, invocation.Syntax.SyntaxTree) ?? WrapperShape.Of(target, symbols)) is { } shape)
        {
            return InvokeShape(invocation, shape);
        }

        // Each once: a second look at every level of calls in calls would double the work with each.
        var receiver = Evaluate(invocation.Instance).Origins;
        var arguments = Evaluate(invocation.Arguments, target.Parameters.Length);
        return body is not null && Expands(body, arguments.Origins)
            ? Call(invocation.Syntax, target, body, invocation.Instance, receiver, arguments)
            : InvokeUnknown(invocation, receiver, arguments);
    }

    private Value InvokeSession(IInvocationOperation invocation)
    {
        var target = invocation.TargetMethod;
        var key = Argument(invocation, "key");
        if (invocation.Instance is { } instance)
        {
            Evaluate(instance);
        }

        switch (target.Name)
        {
            case WellKnownMemberNames.Session.TryGetValue:
                var tried = Read(invocation.Syntax, SessionAccessKind.Read, _context.Keys.Read(key));
                if (Argument(invocation, "value") is { } destination)
                {
                    Store(destination, tried);
                }

                return tried;
            case WellKnownMemberNames.SessionExtensions.Get or WellKnownMemberNames.SessionExtensions.GetString or WellKnownMemberNames.SessionExtensions.GetInt32:
                return Read(invocation.Syntax, SessionAccessKind.Read, _context.Keys.Read(key));
            case WellKnownMemberNames.Session.Set or WellKnownMemberNames.SessionExtensions.SetString or WellKnownMemberNames.SessionExtensions.SetInt32:
                var written = Argument(invocation, "value");
                Write(invocation.Syntax, _context.Keys.Read(key), Evaluate(written).Origins, written);
                return Value.None;
            case WellKnownMemberNames.Session.Remove:
                Other(invocation.Syntax, SessionAccessKind.Remove, _context.Keys.Read(key));
                return Value.None;
            case WellKnownMemberNames.Session.Clear:
                Other(invocation.Syntax, SessionAccessKind.Clear, SessionKey.Unknown);
                return Value.None;
            case WellKnownMemberNames.Session.LoadAsync:
                Load(invocation.Syntax);
                return Value.None;
            case WellKnownMemberNames.Session.CommitAsync:
                Commit(invocation.Syntax);
                return Value.None;
            default:
                return Touch();
        }
    }

    /// <summary>What a method does that the user lists as a wrapper.</summary>
    private WrapperShape? ConfiguredShape(IMethodSymbol method, SyntaxTree tree)
        => _context.Model.Configuration.Get(ConfigurationOptions.WriteMethods, tree).Contains(method) ? WrapperShape.OfListed(method, SessionAccessKind.Write)
            : _context.Model.Configuration.Get(ConfigurationOptions.ReadMethods, tree).Contains(method) ? WrapperShape.OfListed(method, SessionAccessKind.Read)
            : null;

    private Value InvokeShape(IInvocationOperation invocation, WrapperShape shape)
    {
        Evaluate(invocation.Instance);
        IOperation? At(int ordinal) => invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal)?.Value;
        return ApplyShape(invocation.Syntax, shape, invocation.TargetMethod, At);
    }

    private Value ApplyShape(SyntaxNode syntax, WrapperShape shape, IMethodSymbol? wrapper, Func<int, IOperation?> argumentAt)
    {
        var key = _context.Keys.Read(argumentAt(shape.Key));
        switch (shape.Kind)
        {
            case SessionAccessKind.Write:
                var value = argumentAt(shape.Value);
                Write(syntax, key, Evaluate(value).Origins, value, wrapper);
                return Value.None;
            case SessionAccessKind.Read:
                var read = Read(syntax, SessionAccessKind.Read, key, wrapper);
                if (shape.Value >= 0 && argumentAt(shape.Value) is { } destination)
                {
                    Store(destination, read);
                }

                return read;
            default:
                Other(syntax, shape.Kind, key, wrapper);
                return Value.None;
        }
    }

    /// <summary>A call that does not bind: a wrapper judged by its name, or a value that may flow from receiver to result.</summary>
    private Value InvokeUnresolved(InvocationExpressionSyntax syntax, IInvalidOperation invalid)
    {
        var semantics = _context.Model.GetSemanticModel(syntax.SyntaxTree);
        var (receiver, name) = syntax.Expression switch
        {
            MemberAccessExpressionSyntax member => (member.Expression, member.Name.Identifier.ValueText),
            MemberBindingExpressionSyntax { Name: var bound } when syntax.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional => (conditional.Expression, bound.Identifier.ValueText),
            SimpleNameSyntax simple => (null, simple.Identifier.ValueText),
            _ => (null, ""),
        };
        if (semantics is not null && receiver is not null)
        {
            var arguments = syntax.ArgumentList.Arguments;
            IOperation? At(int ordinal) => ArgumentOf(invalid, arguments[ordinal].Expression);
            if (IsSessionLike(receiver, semantics) && WrapperShape.OfUnresolved(name, arguments, keyIsFirst: true) is { } extension)
            {
                return ApplyShape(syntax, extension, wrapper: null, At);
            }

            if (arguments.Count > 0 && IsSessionLike(arguments[0].Expression, semantics) && WrapperShape.OfUnresolved(name, arguments, keyIsFirst: false) is { } statically)
            {
                return ApplyShape(syntax, statically, wrapper: null, At);
            }
        }

        if (semantics is not null && InvokeCandidate(syntax, receiver, invalid, semantics) is { } called)
        {
            return called;
        }

        var fromReceiver = OriginSet.Empty;
        var fromArguments = OriginSet.Empty;
        foreach (var child in invalid.ChildOperations)
        {
            var origins = Evaluate(child).Origins;
            if (receiver is not null && receiver.Span.Contains(child.Syntax.Span))
            {
                fromReceiver = fromReceiver.Union(origins);
            }
            else
            {
                fromArguments = fromArguments.Union(origins);
            }
        }

        if (receiver is not null && fromArguments.HasReads)
        {
            AddIntoLocal(receiver, semantics, fromArguments);
        }

        return new Value(receiver is null || LooksLikeType(receiver) || IsConversionName(name) ? fromReceiver.Union(fromArguments) : fromReceiver);
    }

    /// <summary>A call that does not bind because of the type of an argument, of the only method it can mean.</summary>
    private Value? InvokeCandidate(InvocationExpressionSyntax syntax, ExpressionSyntax? receiver, IInvalidOperation invalid, SemanticModel semantics)
    {
        var symbols = semantics.GetSymbolInfo(syntax, _context.CancellationToken);
        if ((symbols.Symbol ?? (symbols.CandidateSymbols is [var only] ? only : null)) is not IMethodSymbol method || _context.Model.FindBody(method, _context.CancellationToken) is not { } body || !_context.Model.IsCandidate(body))
        {
            return null;
        }

        var target = method.ReducedFrom ?? method;
        var values = Enumerable.Repeat(Value.None, target.Parameters.Length).ToArray();
        var operations = new IOperation?[values.Length];
        var instance = receiver is null ? null : ArgumentOf(invalid, receiver);
        var receiverValue = Evaluate(instance);
        var first = 0;
        if (method.ReducedFrom is not null)
        {
            (values[0], operations[0], first) = (receiverValue, instance, 1);
        }

        for (var i = 0; i < syntax.ArgumentList.Arguments.Count; i++)
        {
            var argument = syntax.ArgumentList.Arguments[i];
            var ordinal = argument.NameColon is { Name.Identifier.ValueText: var named } ? target.Parameters.FirstOrDefault(parameter => parameter.Name == named)?.Ordinal ?? -1 : first + i;
            if (ordinal < 0 || ordinal >= values.Length)
            {
                return null;
            }

            operations[ordinal] = ArgumentOf(invalid, argument.Expression);
            values[ordinal] = Evaluate(operations[ordinal]);
        }

        return Call(syntax, target, body, target.IsStatic ? null : instance, receiverValue.Origins, new CallArguments([.. values], [.. operations]));
    }

    /// <summary>The operation of an argument of a call that does not bind.</summary>
    private static IOperation? ArgumentOf(IInvalidOperation invalid, ExpressionSyntax expression)
    {
        foreach (var child in invalid.ChildOperations)
        {
            if (child.Syntax == expression || child.Syntax == expression.Parent)
            {
                return child;
            }
        }

        return invalid.Descendants().FirstOrDefault(operation => operation.Syntax == expression);
    }

    private bool IsSessionLike(ExpressionSyntax expression, SemanticModel semantics)
    {
        var type = semantics.GetTypeInfo(expression, _context.CancellationToken).Type;
        if (_context.Symbols.IsSession(type))
        {
            return true;
        }

        if (type is not (null or IErrorTypeSymbol))
        {
            return false;
        }

        return type is IErrorTypeSymbol { Name: { Length: > 0 } name }
            ? WrapperShape.IsSessionServiceName(name)
            : expression switch
            {
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: WellKnownMemberNames.HttpContext.Session } => true,
                IdentifierNameSyntax { Identifier.ValueText: WellKnownMemberNames.HttpContext.Session } => true,
                _ => false,
            };
    }

    private void AddIntoLocal(ExpressionSyntax receiver, SemanticModel? semantics, OriginSet origins)
    {
        if (receiver is IdentifierNameSyntax && semantics?.GetSymbolInfo(receiver, _context.CancellationToken).Symbol is ILocalSymbol local)
        {
            _fact = _fact.Add(new StorageLocation(local, null), origins);
        }
    }

    private static bool LooksLikeType(ExpressionSyntax receiver)
        => receiver is SimpleNameSyntax { Identifier.ValueText: [>= 'A' and <= 'Z', ..] } or PredefinedTypeSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: [>= 'A' and <= 'Z', ..], Expression: SimpleNameSyntax { Identifier.ValueText: [>= 'A' and <= 'Z', ..] } };

    private static bool IsConversionName(string name)
        => name.IndexOf("serialize", StringComparison.OrdinalIgnoreCase) >= 0
            || name is "Map" or "Parse" or "Convert" or "Clone" or "ToJson" or "FromJson";

    /// <summary>A call of something that does not touch the session: what its result is made of.</summary>
    private Value InvokeUnknown(IInvocationOperation invocation, OriginSet receiver, CallArguments arguments)
    {
        var target = invocation.TargetMethod;
        var all = receiver;
        var derived = receiver;
        foreach (var argument in invocation.Arguments)
        {
            var origins = argument.Parameter is { Ordinal: var ordinal } ? arguments.At(ordinal).Origins : OriginSet.Empty;
            all = all.Union(origins);
            if (!origins.IsEmpty && FlowsToResult(argument, invocation))
            {
                derived = derived.Union(origins);
            }
        }

        if (!all.IsEmpty)
        {
            foreach (var argument in invocation.Arguments)
            {
                if (argument.Parameter?.RefKind is RefKind.Out or RefKind.Ref)
                {
                    Store(argument.Value, new Value(derived));
                }
            }

            if (invocation.Instance is { } instance && !target.IsStatic && (RootOf(Unwrap(instance)) is not null || IsCollection(instance.Type)))
            {
                AddInto(instance, all);
            }
        }

        _decisions?.Call(invocation);
        return new Value(derived);
    }

    private bool FlowsToResult(IArgumentOperation argument, IInvocationOperation invocation)
    {
        var target = invocation.TargetMethod;
        if (target.ReturnsVoid)
        {
            return false;
        }

        // Without source: a static method computes from its arguments, a receiver such as a repository looks something else up.
        if (target.IsStatic || IsConversion(target))
        {
            return true;
        }

        return invocation.Instance switch
        {
            IInstanceReferenceOperation => SameShape(argument.Value.Type, target.ReturnType),
            { Type: { } type } when IsCollection(type) => true,
            { Type.SpecialType: not SpecialType.None } => true,
            _ => argument.Value.Type is { IsReferenceType: true, SpecialType: SpecialType.None } && SameShape(argument.Value.Type, target.ReturnType),
        };
    }

    /// <summary>Whether a method gives its argument back in another form.</summary>
    private static bool IsConversion(IMethodSymbol method)
        => IsConversionName(method.Name) || method is { Name: "GetString" or "GetBytes", ContainingType: { Name: "Encoding" or "UTF8Encoding" or "ASCIIEncoding" or "UnicodeEncoding" } };

    private static bool SameShape(ITypeSymbol? argument, ITypeSymbol? result)
    {
        if (result is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var awaited] })
        {
            result = awaited;
        }

        return SessionSymbols.Same(argument, result);
    }

    private static bool IsCollection(ITypeSymbol? type)
        => type is { SpecialType: not SpecialType.System_String }
            && type.AllInterfaces.Any(static implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable)
            && type.AllInterfaces.All(static implemented => implemented.Name != "IQueryable");

    /// <summary>Calls a source method by its summary.</summary>
    private Value Call(SyntaxNode syntax, IMethodSymbol target, SyntaxNode body, IOperation? instance, OriginSet receiverValue, CallArguments arguments)
    {
        var summary = _context.SummaryOf(body);
        var receiver = instance is null ? null : RootOf(Unwrap(instance));
        var lifted = new Dictionary<SessionAccess, SessionAccess>();
        foreach (var effect in summary.Effects)
        {
            if (Lift(effect, syntax, target, instance, arguments) is { } access)
            {
                lifted[effect.Access] = access;
            }
        }

        OriginSet Translate(OriginSet origins)
        {
            var translated = OriginSet.Empty;
            foreach (var origin in origins)
            {
                translated = translated.Union(origin switch
                {
                    Origin.Read { Access: var read } => lifted.TryGetValue(read, out var seen) ? OriginSet.Of(new Origin.Read(seen)) : OriginSet.Of(origin),
                    Origin.Parameter { Ordinal: var ordinal } => arguments.At(ordinal).Origins,
                    Origin.Member { Symbol: var member } when receiver is not null => ReadMember(member, instance).Origins,
                    Origin.This => receiverValue,
                    _ => OriginSet.Empty,
                });
            }

            return translated;
        }

        foreach (var effect in summary.Effects)
        {
            if (lifted.TryGetValue(effect.Access, out var access))
            {
                Apply(access, effect, Translate(effect.Value));
            }
        }

        var returned = Translate(summary.Returned);
        if (receiver is not null)
        {
            foreach (var member in summary.Members)
            {
                _fact = _fact.Set(new StorageLocation(receiver, member.Key), Translate(member.Value));
            }
        }

        foreach (var output in summary.Outs)
        {
            if (arguments.OperationAt(output.Key) is { } destination)
            {
                Store(destination, new Value(Translate(output.Value)));
            }
        }

        _decisions?.Call(target.Name);
        return new Value(returned);
    }

    private void Apply(SessionAccess access, SessionEffect effect, OriginSet value)
    {
        switch (access.Kind)
        {
            case SessionAccessKind.Read or SessionAccessKind.Keys:
                Note(access);
                _fact = _fact with { IsTouched = true, Reads = _fact.Reads.SetItem(access, new ReadWindow(effect.AwaitedAfter, _fact.HeldLocks, _fact.LoadedWhileHeld)) };
                break;
            case SessionAccessKind.Write:
                Write(access, value);
                break;
            case SessionAccessKind.Load:
                Note(access);
                LoadWhileHeld();
                break;
            case SessionAccessKind.Commit:
                Note(access);
                CommitWhileHeld();
                break;
            default:
                Note(access);
                _fact = _fact with { IsTouched = true };
                break;
        }
    }

    /// <summary>An access inside a callee as the caller makes it; null where the chain of wrappers would not end.</summary>
    private SessionAccess? Lift(SessionEffect effect, SyntaxNode syntax, IMethodSymbol target, IOperation? instance, CallArguments arguments)
    {
        var inner = effect.Access;
        var depth = 0;
        for (var access = inner; access is not null; access = access.Inner)
        {
            if (access.Syntax == syntax || ++depth > 6)
            {
                return null;
            }
        }

        var key = inner.Key.IsClosed && !inner.Key.Parts.Any(static part => part is KeyPart.InstanceMember)
            ? inner.Key
            : inner.Key.Substitute(part => part switch
            {
                KeyPart.Parameter parameter => Argument(arguments, target, parameter),
                KeyPart.InstanceMember member => InstanceMember(member, instance),
                KeyPart.TypeName { Type: ITypeParameterSymbol type } name => TypeArgument(target, type) is { } argument ? SessionKey.Of(name with { Type = argument }) : SessionKey.Unknown,
                _ => SessionKey.Of(part),
            });
        var passed = effect.Value.OfType<Origin.Parameter>().Select(origin => arguments.OperationAt(origin.Ordinal)).FirstOrDefault(static operation => operation is not null);
        return new SessionAccess(inner.Kind, key, syntax, inner, target)
        {
            Value = passed?.Syntax,
            WritesConstant = inner.WritesConstant || (passed is not null && IsFlag(passed)),
            ResetsValue = inner.ResetsValue || (passed is not null && IsReset(passed)),
        };
    }

    private SessionKey Argument(CallArguments arguments, IMethodSymbol target, KeyPart.Parameter parameter)
    {
        var key = arguments.OperationAt(parameter.Ordinal) is { } argument ? _context.Keys.Read(argument)
            : target.Parameters.Length > parameter.Ordinal && target.Parameters[parameter.Ordinal] is { HasExplicitDefaultValue: true, ExplicitDefaultValue: string text } ? SessionKey.Constant(text)
            : SessionKey.Unknown;
        return key.Follow(parameter.Members);
    }

    /// <summary>A member of the callee's object: of this object, of one held in a variable or field, or of an unknown one.</summary>
    private SessionKey InstanceMember(KeyPart.InstanceMember member, IOperation? instance)
        => instance is null || Unwrap(instance) is IInstanceReferenceOperation
            ? SessionKey.Of(member)
            : _context.Keys.Read(Unwrap(instance)).Follow("." + member.Member.Name + member.Members);

    /// <summary>What the call puts for a type parameter of the body it runs, which may be that of an interface's implementation.</summary>
    private static ITypeSymbol? TypeArgument(IMethodSymbol target, ITypeParameterSymbol parameter)
        => parameter.DeclaringMethod is { MethodKind: not MethodKind.LocalFunction } declaring && declaring.Arity == target.Arity ? target.TypeArguments[parameter.Ordinal] : null;

    private Value InvokeLocalFunction(IInvocationOperation invocation)
    {
        var target = invocation.TargetMethod.OriginalDefinition;
        var arguments = Evaluate(invocation.Arguments, target.Parameters.Length);
        if (GraphOf(target) is not { } graph || !_context.Active.Add(target))
        {
            return new Value(arguments.Origins);
        }

        for (var i = 0; i < target.Parameters.Length; i++)
        {
            Store(target.Parameters[i], arguments.At(i));
        }

        var returned = RunNested(graph);
        _context.Active.Remove(target);
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref, Ordinal: var ordinal })
            {
                Store(argument.Value, new Value(_fact.Whole(target.Parameters[ordinal])));
            }
        }

        return new Value(returned);
    }

    /// <summary>A local function that is passed on, such as the handler of an endpoint, runs like a lambda.</summary>
    private Value HandOut(IMethodSymbol function)
    {
        if (GraphOf(function) is not { } graph || !_context.Active.Add(function))
        {
            return Value.None;
        }

        var returned = RunNested(graph);
        _context.Active.Remove(function);
        return new Value(returned);
    }

    private Value? KeysContain(IInvocationOperation invocation)
    {
        var collection = invocation.Instance ?? invocation.Arguments.FirstOrDefault()?.Value;
        return collection is not null
            && Unwrap(collection) is IPropertyReferenceOperation { Property: { Name: WellKnownMemberNames.Session.Keys, ContainingType: var type } }
            && _context.Symbols.IsSession(type)
                ? Read(invocation.Syntax, SessionAccessKind.Read, _context.Keys.Read(invocation.Arguments.LastOrDefault()?.Value))
                : null;
    }

    /// <summary>Whether a call is followed into its body: it may use the session, or computes with something read from it.</summary>
    private bool Expands(SyntaxNode body, OriginSet arguments) => _context.Model.IsCandidate(body) || arguments.HasReads;

    private CallArguments Evaluate(ImmutableArray<IArgumentOperation> arguments, int count)
    {
        if (count == 0 && arguments.IsEmpty)
        {
            return CallArguments.None;
        }

        var values = new Value[count];
        var operations = new IOperation?[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = Value.None;
        }

        foreach (var argument in arguments)
        {
            var value = Evaluate(argument.Value);
            if (argument.Parameter is { Ordinal: var ordinal } && ordinal < count)
            {
                values[ordinal] = value;
                operations[ordinal] = argument.IsImplicit && argument.ArgumentKind == ArgumentKind.DefaultValue ? null : argument.Value;
            }
        }

        return new CallArguments(ImmutableCollectionsMarshal.AsImmutableArray(values), ImmutableCollectionsMarshal.AsImmutableArray(operations));
    }

    private static IOperation? Argument(IInvocationOperation invocation, string parameter)
        => invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    /// <summary>The arguments of a call by the ordinal of their parameter.</summary>
    private readonly record struct CallArguments(ImmutableArray<Value> Values, ImmutableArray<IOperation?> Operations)
    {
        public static readonly CallArguments None = new([], []);

        public OriginSet Origins
        {
            get
            {
                var origins = OriginSet.Empty;
                foreach (var value in Values)
                {
                    origins = origins.Union(value.Origins);
                }

                return origins;
            }
        }

        public Value At(int ordinal) => ordinal < Values.Length ? Values[ordinal] : Value.None;

        public IOperation? OperationAt(int ordinal) => ordinal < Operations.Length ? Operations[ordinal] : null;
    }
}
