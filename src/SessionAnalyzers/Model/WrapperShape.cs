using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>
/// What a session wrapper without a body does, judged by its signature: a method of a referenced assembly, of an interface
/// that nothing implements here, or one that does not bind because a reference is missing.
/// </summary>
/// <param name="Kind">What it does to the session.</param>
/// <param name="Key">The ordinal of the key.</param>
/// <param name="Value">For a write, the ordinal of the value; for a read that fills an out parameter, the ordinal of that; otherwise -1.</param>
internal readonly record struct WrapperShape(SessionAccessKind Kind, int Key, int Value)
{
    private static readonly string[] WriteVerbs = ["Set", "TrySet", "Put", "Save", "Store", "Write", "Add", "Update"];
    private static readonly string[] ReadVerbs = ["Get", "TryGet", "Read", "Load", "Fetch", "Retrieve", "Peek", "Contains", "Has", "Exists"];
    private static readonly string[] RemoveVerbs = ["Remove", "TryRemove", "Delete", "Clear"];

    /// <summary>A static method over <c>ISession</c>, or an instance method of a type that calls itself a session.</summary>
    public static WrapperShape? Of(IMethodSymbol method, SessionSymbols symbols)
    {
        var parameters = method.Parameters;
        if (method.IsStatic)
        {
            return parameters.Length >= 2 && symbols.IsSession(parameters[0].Type) && IsString(parameters[1])
                ? OfSignature(method, firstAfterKey: 2, needsVerb: false)
                : null;
        }

        return parameters.Length >= 1 && IsString(parameters[0]) && IsSessionService(method.ContainingType)
            && (Contains(parameters[0].Name, "key") || Contains(parameters[0].Name, "name"))
                ? OfSignature(method, firstAfterKey: 1, needsVerb: true)
                : null;
    }

    /// <summary>A method that is known to read or write: its key is the first string, its value what follows.</summary>
    public static WrapperShape? OfListed(IMethodSymbol method, SessionAccessKind kind)
    {
        var parameters = method.Parameters;
        if (parameters.FirstOrDefault(IsString) is not { Ordinal: var key })
        {
            return null;
        }

        var next = key + 1 < parameters.Length ? parameters[key + 1] : null;
        return kind != SessionAccessKind.Write ? new WrapperShape(kind, key, next is { RefKind: RefKind.Out } ? next.Ordinal : -1)
            : next is null ? null
            : new WrapperShape(kind, key, next.Ordinal);
    }

    /// <summary>A call that does not bind, on a receiver that is the session or is named as a service over it.</summary>
    public static WrapperShape? OfUnresolved(string name, SeparatedSyntaxList<ArgumentSyntax> arguments, bool keyIsFirst)
    {
        var key = keyIsFirst ? 0 : 1;
        if (arguments.Count <= key)
        {
            return null;
        }

        if (arguments.Count > key + 1 && arguments[key + 1].RefKindKeyword.ValueText == "out")
        {
            return StartsWith(name, ReadVerbs) ? new WrapperShape(SessionAccessKind.Read, key, key + 1) : null;
        }

        if (StartsWith(name, WriteVerbs))
        {
            return arguments.Count > key + 1 ? new WrapperShape(SessionAccessKind.Write, key, key + 1) : null;
        }

        if (arguments.Count > key + 1)
        {
            return null;
        }

        return StartsWith(name, ReadVerbs) ? new WrapperShape(SessionAccessKind.Read, key, -1)
            : StartsWith(name, RemoveVerbs) ? new WrapperShape(SessionAccessKind.Remove, key, -1)
            : null;
    }

    /// <summary>Whether a type's name says that it is a service over the session.</summary>
    /// <remarks>A plain <c>ISession</c> that is not ASP.NET Core's is that of a database or container library.</remarks>
    public static bool IsSessionServiceName(string name) => Contains(name, "Session") && name is not ("ISession" or "Session") && !Contains(name, "Factory") && !Contains(name, "Options");

    private static WrapperShape? OfSignature(IMethodSymbol method, int firstAfterKey, bool needsVerb)
    {
        var key = firstAfterKey - 1;
        var parameters = method.Parameters;
        var name = method.Name;
        if (parameters.Length > firstAfterKey && parameters[firstAfterKey].RefKind == RefKind.Out)
        {
            return StartsWith(name, WriteVerbs) ? null : new WrapperShape(SessionAccessKind.Read, key, firstAfterKey);
        }

        var hasValue = parameters.Length > firstAfterKey && !parameters[firstAfterKey].IsOptional;
        if (hasValue)
        {
            var writes = needsVerb ? StartsWith(name, WriteVerbs) : ReturnsNothing(method) || (ReturnsBool(method) && StartsWith(name, WriteVerbs));
            return writes && parameters[firstAfterKey].Type.TypeKind != TypeKind.Delegate ? new WrapperShape(SessionAccessKind.Write, key, firstAfterKey) : null;
        }

        if (ReturnsNothing(method))
        {
            return StartsWith(name, RemoveVerbs) ? new WrapperShape(SessionAccessKind.Remove, key, -1) : null;
        }

        if (needsVerb || ReturnsBool(method))
        {
            return StartsWith(name, ReadVerbs) ? new WrapperShape(SessionAccessKind.Read, key, -1)
                : StartsWith(name, RemoveVerbs) ? new WrapperShape(SessionAccessKind.Remove, key, -1)
                : null;
        }

        return new WrapperShape(SessionAccessKind.Read, key, -1);
    }

    private static bool IsSessionService(INamedTypeSymbol? type)
        => type is not null
            && IsSessionServiceName(type.Name)
            && type.GetMembers().OfType<IMethodSymbol>().Any(static member => StartsWith(member.Name, WriteVerbs) && member.Parameters is [{ Type.SpecialType: SpecialType.System_String }, _, ..])
            && type.GetMembers().OfType<IMethodSymbol>().Any(static member => StartsWith(member.Name, ReadVerbs) && member.Parameters is [{ Type.SpecialType: SpecialType.System_String }, ..]);

    private static bool IsString(IParameterSymbol parameter) => parameter.Type.SpecialType == SpecialType.System_String;

    private static bool ReturnsNothing(IMethodSymbol method)
        => method.ReturnsVoid || method.ReturnType is INamedTypeSymbol { IsGenericType: false, Name: "Task" or "ValueTask" };

    private static bool ReturnsBool(IMethodSymbol method)
        => method.ReturnType.SpecialType == SpecialType.System_Boolean
            || method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] };

    private static bool StartsWith(string name, string[] verbs) => verbs.Any(verb => name.StartsWith(verb, StringComparison.OrdinalIgnoreCase));

    private static bool Contains(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
