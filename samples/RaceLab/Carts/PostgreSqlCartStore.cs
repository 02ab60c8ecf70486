using Npgsql;

namespace RaceLab.Carts;

/// <summary>Keeps carts in two tables. Each statement moves the cart's deadline first, which locks its row.</summary>
internal sealed class PostgreSqlCartStore(NpgsqlDataSource database) : CartStore
{
    public const string Schema =
        """
        CREATE TABLE IF NOT EXISTS racelab.carts (id text PRIMARY KEY, expires_at timestamptz NOT NULL);
        CREATE TABLE IF NOT EXISTS racelab.cart_fields (
            cart text REFERENCES racelab.carts ON DELETE CASCADE, field text, number bigint NOT NULL, PRIMARY KEY (cart, field));
        """;

    private const string Alive =
        """
        WITH alive AS (
            UPDATE racelab.carts SET expires_at = clock_timestamp() + $3 WHERE id = $1 AND expires_at > clock_timestamp() RETURNING id)

        """;

    public override async Task CreateAsync(string cart, string firstField, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = On(
            """
            WITH expired AS (DELETE FROM racelab.carts WHERE expires_at <= clock_timestamp()),
                created AS (INSERT INTO racelab.carts VALUES ($1, clock_timestamp() + $3) RETURNING id)
            INSERT INTO racelab.cart_fields SELECT id, $2, 1 FROM created
            """,
            cart,
            firstField);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task<long?> IncrementAsync(string cart, string field, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = On(
            Alive +
            """
            INSERT INTO racelab.cart_fields SELECT id, $2, 1 FROM alive
            ON CONFLICT (cart, field) DO UPDATE SET number = cart_fields.number + 1 RETURNING number
            """,
            cart,
            field);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public override Task<bool> TryAddAsync(string cart, string field, CancellationToken cancellationToken)
        => ChangesAsync("INSERT INTO racelab.cart_fields SELECT id, $2, 1 FROM alive ON CONFLICT DO NOTHING", cart, field, cancellationToken);

    public override Task<bool> TryRemoveAsync(string cart, string field, CancellationToken cancellationToken)
        => ChangesAsync("DELETE FROM racelab.cart_fields USING alive WHERE cart = alive.id AND field = $2", cart, field, cancellationToken);

    public override async Task<IReadOnlyDictionary<string, long>?> ReadAsync(string cart, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            SELECT field, number FROM racelab.carts LEFT JOIN racelab.cart_fields ON cart = id
            WHERE id = $1 AND expires_at > clock_timestamp()
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cart });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, long>? fields = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            fields ??= new(StringComparer.Ordinal);
            if (!await reader.IsDBNullAsync(0, cancellationToken))
            {
                fields.Add(reader.GetString(0), reader.GetInt64(1));
            }
        }

        return fields;
    }

    private async Task<bool> ChangesAsync(string sql, string cart, string field, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = On(Alive + sql + " RETURNING field", cart, field);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private NpgsqlCommand On(string sql, string cart, string field)
    {
        NpgsqlCommand command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cart });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = field });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Lifetime });
        return command;
    }
}
