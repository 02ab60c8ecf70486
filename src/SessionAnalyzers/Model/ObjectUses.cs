using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>What a function does with an object and its parts, in no particular order.</summary>
internal sealed class ObjectUses
{
    private readonly List<ObjectChange> _changes = [];
    private readonly List<SyntaxNode> _looks = [];
    private readonly List<SyntaxNode> _enumerations = [];
    private readonly List<SyntaxNode> _handedOn = [];
    private readonly List<SyntaxNode> _returns = [];

    /// <summary>Where the object or a part of it is changed.</summary>
    public IReadOnlyList<ObjectChange> Changes => _changes;

    /// <summary>Where something of it is read that is no object, such as a number or a text.</summary>
    public IReadOnlyList<SyntaxNode> Looks => _looks;

    /// <summary>Where its elements are gone through or looked for: a change before may have been made for that alone.</summary>
    public IReadOnlyList<SyntaxNode> Enumerations => _enumerations;

    /// <summary>Where it goes to code that cannot be seen: an argument, a field, another object.</summary>
    public IReadOnlyList<SyntaxNode> HandedOn => _handedOn;

    /// <summary>Where it goes to the caller.</summary>
    public IReadOnlyList<SyntaxNode> Returns => _returns;

    /// <summary>Whether the only code that gets the object is the caller.</summary>
    public bool IsOnlyReturned => _returns.Count > 0 && _handedOn.Count == 0;

    public void Change(SyntaxNode syntax, bool isAssignment) => _changes.Add(new ObjectChange(syntax, isAssignment));

    public void Look(SyntaxNode syntax) => _looks.Add(syntax);

    public void Enumerate(SyntaxNode syntax) => _enumerations.Add(syntax);

    public void HandOn(SyntaxNode syntax) => _handedOn.Add(syntax);

    public void Return(SyntaxNode syntax) => _returns.Add(syntax);
}
