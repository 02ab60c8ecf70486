using StackExchange.Redis;

namespace RaceLab.Carts;

/// <summary>Keeps each cart in a hash that expires by itself.</summary>
internal sealed class RedisCartStore(IConnectionMultiplexer redis) : CartStore
{
    // A hash that loses its last field is gone, and with it the cart: a nameless one always stays.
    private const string Create =
        """
        redis.call('HSET', KEYS[1], '', 1, ARGV[1], 1)
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        """;

    private const string Increment = "return redis.call('HINCRBY', KEYS[1], ARGV[1], 1)";
    private const string Add = "return redis.call('HSETNX', KEYS[1], ARGV[1], 1)";

    private const string Remove = "return redis.call('HDEL', KEYS[1], ARGV[1])";

    private const string IfAlive =
        """
        if redis.call('EXISTS', KEYS[1]) == 0 then return false end
        redis.call('PEXPIRE', KEYS[1], ARGV[2])

        """;

    private readonly IDatabase _database = redis.GetDatabase();

    public override Task CreateAsync(string cart, string firstField, CancellationToken cancellationToken)
        => _database.ScriptEvaluateAsync(Create, [KeyOf(cart)], Arguments(firstField));

    public override async Task<long?> IncrementAsync(string cart, string field, CancellationToken cancellationToken)
        => (long?)await ChangeAsync(Increment, cart, field);

    public override async Task<bool> TryAddAsync(string cart, string field, CancellationToken cancellationToken)
        => (long?)await ChangeAsync(Add, cart, field) == 1;

    public override async Task<bool> TryRemoveAsync(string cart, string field, CancellationToken cancellationToken)
        => (long?)await ChangeAsync(Remove, cart, field) == 1;

    public override async Task<IReadOnlyDictionary<string, long>?> ReadAsync(string cart, CancellationToken cancellationToken)
    {
        HashEntry[] entries = await _database.HashGetAllAsync(KeyOf(cart));
        return entries.Length == 0
            ? null
            : entries.Where(entry => !entry.Name.IsNullOrEmpty).ToDictionary(entry => (string)entry.Name!, entry => (long)entry.Value, StringComparer.Ordinal);
    }

    private static RedisKey KeyOf(string cart) => "racelab:cart:" + cart;

    private static RedisValue[] Arguments(string field) => [field, (long)Lifetime.TotalMilliseconds];

    private Task<RedisResult> ChangeAsync(string change, string cart, string field)
        => _database.ScriptEvaluateAsync(IfAlive + change, [KeyOf(cart)], Arguments(field));
}
