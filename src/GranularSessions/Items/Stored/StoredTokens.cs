using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GranularSessions.Cookies;
using GranularSessions.Storage;

namespace GranularSessions.Items.Stored;

internal sealed class StoredTokens(ItemRunner runner, string key) : SessionTokens
{
    private const int TokenBytes = 32;
    private static readonly int TokenChars = Base64Url.GetEncodedLength(TokenBytes);

    public override string Key => key;

    public override async Task<string> IssueAsync(TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        runner.EnsureNoOperation(nameof(IssueAsync), "the store keeps no token that it could answer a repetition with. Issuing another one is safe.");
        var token = SessionCredential.RandomText(TokenBytes);
        await runner.RunAsync(new IssueToken(key, Hash(token), lifetime, runner.MaxTokensPerKey), cancellationToken).ConfigureAwait(false);
        return token;
    }

    public override async Task<TokenConsumption> ConsumeAsync(string? token, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (token is null || token.Length != TokenChars)
        {
            return TokenConsumption.Unknown;
        }

        var result = await runner.RunAsync(new ConsumeToken(key, Hash(token)), cancellationToken).ConfigureAwait(false);
        return result.Status switch
        {
            CommandStatus.Applied => TokenConsumption.Consumed,
            CommandStatus.NotApplied => TokenConsumption.AlreadyConsumed,
            _ => TokenConsumption.Unknown,
        };
    }

    public override async Task ConsumeOrThrowAsync(string? token, CancellationToken cancellationToken = default)
    {
        var outcome = await ConsumeAsync(token, cancellationToken).ConfigureAwait(false);
        if (outcome != TokenConsumption.Consumed)
        {
            throw new SessionTokenException(outcome);
        }
    }

    public override Task<bool> ClearAsync(CancellationToken cancellationToken = default)
        => runner.RemoveAsync(key, ItemKind.Tokens, cancellationToken);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
