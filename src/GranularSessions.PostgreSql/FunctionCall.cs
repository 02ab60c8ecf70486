using Npgsql;
using NpgsqlTypes;

namespace GranularSessions.PostgreSql;

/// <summary>One call of a function, with positional parameters: Npgsql sends such statements without parsing them.</summary>
internal sealed class FunctionCall(SqlFunction function)
{
    public SqlFunction Function { get; } = function;

    public NpgsqlCommand Command { get; } = new();

    public void AddText(string? value) => Add(value, NpgsqlDbType.Text);

    public void AddBytes(byte[]? value) => Add(value, NpgsqlDbType.Bytea);

    public void AddNumber(long? value) => Add(value, NpgsqlDbType.Bigint);

    public void AddInteger(int value) => Add<int?>(value, NpgsqlDbType.Integer);

    public void AddSmallInteger(short value) => Add<short?>(value, NpgsqlDbType.Smallint);

    public void AddFlag(bool value) => Add<bool?>(value, NpgsqlDbType.Boolean);

    public void AddMoment(DateTimeOffset value) => Add<DateTime?>(value.UtcDateTime, NpgsqlDbType.TimestampTz);

    public void AddTexts(string[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public void AddByteArrays(byte[]?[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    private void Add<T>(T value, NpgsqlDbType type)
        => Command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
}
