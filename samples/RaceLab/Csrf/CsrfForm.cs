namespace RaceLab.Csrf;

/// <summary>What a script needs to submit the order form.</summary>
/// <param name="Token">Goes into the header <see cref="TokenHeader"/> of the submit.</param>
public sealed record CsrfForm(string Token)
{
    // A page of another origin cannot set this header without a preflight, which nothing here answers.
    public const string TokenHeader = "X-CSRF-Token";
}
