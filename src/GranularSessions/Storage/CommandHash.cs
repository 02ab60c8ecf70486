using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GranularSessions.Storage;

/// <summary>What tells whether two commands ask for the same: the SHA-256 of a command's name and arguments, each with its length.</summary>
internal sealed class CommandHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private CommandHash()
    {
    }

    public static byte[] Of(ItemCommand command)
    {
        using var hash = new CommandHash();
        hash.Add(command.GetType().Name);
        hash.Add(command.Key);
        hash.Add((long)command.Kind);
        hash.Add(command.Lifetime?.Ticks ?? 0);
        switch (command)
        {
            case RemoveItem:
                break;
            case AddToCounter add:
                hash.Add(add.By);
                hash.Add(add.Min);
                hash.Add(add.Max);
                break;
            case ExchangeCounter exchange:
                hash.Add(exchange.Value);
                break;
            case AddToSet add:
                hash.Add(add.Member);
                break;
            case RemoveFromSet remove:
                hash.Add(remove.Member);
                break;
            case WriteField write:
                hash.Add(write.Field);
                hash.Add(write.Payload);
                hash.Add(write.Condition.ExpectedVersion ?? -1);
                break;
            case RemoveField remove:
                hash.Add(remove.Field);
                break;
            case AddToField add:
                hash.Add(add.Field);
                hash.Add(add.By);
                hash.Add(add.Min);
                hash.Add(add.Max);
                break;
            case InsertIntoList insert:
                hash.Add(insert.Payload);
                hash.Add((long)insert.End);
                hash.Add(insert.MaxLength);
                hash.Add((long)insert.Duplicates);
                break;
            case RemoveFromList remove:
                hash.Add(remove.Payload);
                break;
            case WriteValue write:
                hash.Add(write.Payload);
                hash.Add(write.Condition.ExpectedVersion ?? -1);
                break;
            case TakeValue take:
                hash.Add(take.Expected is null ? 0 : 1);
                hash.Add(take.Expected);
                break;
            case ConsumeToken consume:
                hash.Add(consume.TokenHash);
                break;
            default:
                throw new NotSupportedException($"{command.GetType().Name} cannot be repeated under an operation id.");
        }

        return hash._hash.GetHashAndReset();
    }

    /// <summary>
    /// The hash of a replacement by a function: of the item alone, since the function cannot be compared and what it makes
    /// depends on what it finds.
    /// </summary>
    public static byte[] OfUpdate(string key, string? field)
    {
        using var hash = new CommandHash();
        hash.Add("Update");
        hash.Add(key);
        hash.Add(field is null ? 0 : 1);
        hash.Add(field ?? "");
        return hash._hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    private void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    private void Add(byte[]? bytes)
    {
        Add(bytes?.Length ?? 0);
        _hash.AppendData(bytes ?? []);
    }

    private void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }
}
