namespace SessionAnalyzers.Model;

/// <summary>One place in the compilation that names a session key.</summary>
/// <param name="Access">What it does with the key.</param>
/// <param name="Pattern">The key.</param>
internal sealed record KeyUse(SessionAccess Access, KeyPattern Pattern)
{
    private object? _encoding;

    public SessionAccessKind Kind => Access.Kind;

    /// <summary>How the value is read or written here. Worked out when first asked for.</summary>
    public SessionEncoding EncodingIn(SessionModel model, CancellationToken cancellationToken)
        => (SessionEncoding)(_encoding ??= new EncodingReader(model, cancellationToken).Of(Access));
}
