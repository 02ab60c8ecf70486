using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>The symbols the model binds to, resolved once a compilation.</summary>
internal sealed class SessionSymbols
{
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _implements = new(SymbolEqualityComparer.Default);

    private SessionSymbols(Compilation compilation, INamedTypeSymbol session)
    {
        Session = session;
        SessionExtensions = compilation.GetTypeByMetadataName(WellKnownTypeNames.SessionExtensions);
        Monitor = compilation.GetTypeByMetadataName(WellKnownTypeNames.Monitor);
        Lock = compilation.GetTypeByMetadataName(WellKnownTypeNames.Lock);
        SemaphoreSlim = compilation.GetTypeByMetadataName(WellKnownTypeNames.SemaphoreSlim);
        Mutex = compilation.GetTypeByMetadataName(WellKnownTypeNames.Mutex);
        WaitHandle = compilation.GetTypeByMetadataName(WellKnownTypeNames.WaitHandle);
    }

    public INamedTypeSymbol Session { get; }

    public INamedTypeSymbol? SessionExtensions { get; }

    public INamedTypeSymbol? Monitor { get; }

    public INamedTypeSymbol? Lock { get; }

    public INamedTypeSymbol? SemaphoreSlim { get; }

    public INamedTypeSymbol? Mutex { get; }

    public INamedTypeSymbol? WaitHandle { get; }

    /// <returns>The symbols, or null where <c>Microsoft.AspNetCore.Http.ISession</c> is not referenced.</returns>
    public static SessionSymbols? Create(Compilation compilation)
        => compilation.GetTypeByMetadataName(WellKnownTypeNames.Session) is { } session ? new SessionSymbols(compilation, session) : null;

    /// <summary>Whether <paramref name="type"/> is ASP.NET Core's <c>ISession</c> or implements it.</summary>
    public bool IsSession(ITypeSymbol? type)
        => type is not null
            && (Same(type, Session)
                || Implements(type.OriginalDefinition)
                || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsSession)));

    private bool Implements(ITypeSymbol type)
    {
        if (type.SpecialType != SpecialType.None)
        {
            return false;
        }

        if (!_implements.TryGetValue(type, out var implements))
        {
            implements = _implements.GetOrAdd(type, type.AllInterfaces.Contains(Session, SymbolEqualityComparer.Default));
        }

        return implements;
    }

    public static bool Same(ISymbol? left, ISymbol? right) => SymbolEqualityComparer.Default.Equals(left, right);
}
