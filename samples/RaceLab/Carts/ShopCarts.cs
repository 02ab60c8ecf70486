using System.Buffers.Text;
using System.Security.Cryptography;
using RaceLab.Strategies;

namespace RaceLab.Carts;

/// <summary>The shop's carts: what a visitor has chosen, in terms of the shop. Knows nothing of sessions.</summary>
public sealed class ShopCarts(CartStore store)
{
    private const string Line = "line:";
    private const string OrderToken = "order:";
    private const string Visits = "visits";
    private const string Vote = "vote";
    private const string Report = "report";

    /// <summary>Creates a cart.</summary>
    /// <returns>Its id, which opens it and cannot be guessed, and the token that orders its contents once.</returns>
    public async Task<(string Cart, string OrderToken)> CreateAsync(CancellationToken cancellationToken)
    {
        string cart = NewSecret();
        string token = NewSecret();
        await store.CreateAsync(cart, OrderToken + token, cancellationToken);
        return (cart, token);
    }

    public Task AddAsync(string cart, string article, CancellationToken cancellationToken) => IncrementAsync(cart, Line + article, cancellationToken);

    public Task<long> CountVisitAsync(string cart, CancellationToken cancellationToken) => IncrementAsync(cart, Visits, cancellationToken);

    /// <summary>Orders with a token; true for one of all callers.</summary>
    public Task<bool> TryOrderAsync(string cart, string token, CancellationToken cancellationToken)
        => store.TryRemoveAsync(cart, OrderToken + token, cancellationToken);

    /// <summary>Votes; true for one of all callers.</summary>
    public Task<bool> TryVoteAsync(string cart, CancellationToken cancellationToken) => store.TryAddAsync(cart, Vote, cancellationToken);

    public Task NoteReportAsync(string cart, CancellationToken cancellationToken) => store.TryAddAsync(cart, Report, cancellationToken);

    /// <summary>Reads a cart; null: there is none, or its time is over.</summary>
    public async Task<StoredState?> FindAsync(string cart, CancellationToken cancellationToken)
        => await store.ReadAsync(cart, cancellationToken) is { } fields
            ? new(
                [.. fields.Keys.Where(field => field.StartsWith(Line, StringComparison.Ordinal)).Select(field => field[Line.Length..])],
                fields.GetValueOrDefault(Visits),
                fields.ContainsKey(Report))
            : null;

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private async Task<long> IncrementAsync(string cart, string field, CancellationToken cancellationToken)
        => await store.IncrementAsync(cart, field, cancellationToken) ?? throw new CartGoneException();
}
