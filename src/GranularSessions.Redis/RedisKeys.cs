using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GranularSessions.Storage;
using StackExchange.Redis;

namespace GranularSessions.Redis;

/// <summary>
/// The names of keys. All keys of one session share its selector as hash tag, so that a cluster keeps them on one node;
/// the indexes of sign-ins and the clean-up's schedule lie elsewhere.
/// </summary>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>How many keys each of what concerns all sessions is spread over.</summary>
    public const int Parts = 16;

    private readonly string _session = prefix + "{";
    private readonly string _user = prefix + "user:";
    private readonly string _signedIn = prefix + "signed-in:";
    private readonly string _schedule = prefix + "schedule:";

    /// <summary>The keys that every session may have.</summary>
    public RedisKey[] Session(string selector)
        => [Root(selector), Items(selector), Scalars(selector), Of(selector, "}:entries"), Operations(selector)];

    /// <summary>The keys that a command touches.</summary>
    public RedisKey[] Of(string selector, SessionCommand command)
        => command is ItemCommand item ? Item(selector, item.Key, item.Operation is not null) : Session(selector);

    /// <summary>The keys that a command touches. An access keeps those of the item that it was used for last.</summary>
    public RedisKey[] Of(SessionAccess access, SessionCommand command)
    {
        if (command is not ItemCommand { Operation: null } item)
        {
            return Of(access.Selector, command);
        }

        if (access.StoreState is not ItemKeys latest || latest.Name != item.Key || latest.Owner != this)
        {
            latest = new ItemKeys(this, item.Key, Item(access.Selector, item.Key, isOperation: false));
            access.StoreState = latest;
        }

        return latest.Keys;
    }

    /// <summary>The keys that a command on an item touches, the recorded operations only where it has one.</summary>
    public RedisKey[] Item(string selector, string name, bool isOperation)
        => isOperation
            ? [Root(selector), Items(selector), Scalars(selector), Own(selector, name), Operations(selector)]
            : [Root(selector), Items(selector), Scalars(selector), Own(selector, name)];

    /// <summary>The key that makes a session exist.</summary>
    public RedisKey Root(string selector) => Of(selector, "}");

    public RedisKey Items(string selector) => Of(selector, "}:items");

    /// <summary>The key that a set, map, list or tokens have of their own.</summary>
    public RedisKey Own(string selector, string name) => Utf8(_session, selector, "}:item:", name);

    // A hash keeps user ids, which are often addresses, out of the server's key names.
    public RedisKey User(string userId) => _user + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(userId)));

    /// <summary>A part of the index of all sign-ins.</summary>
    public RedisKey SignedIn(int part) => _signedIn + part.ToString(CultureInfo.InvariantCulture);

    /// <summary>A part of the clean-up's schedule.</summary>
    public RedisKey Schedule(int part) => _schedule + part.ToString(CultureInfo.InvariantCulture);

    public static int PartOf(string selector)
    {
        // Not string.GetHashCode, which differs from process to process.
        var sum = 0;
        foreach (var character in selector)
        {
            sum += character;
        }

        return sum % Parts;
    }

    private RedisKey Scalars(string selector) => Of(selector, "}:scalars");

    private RedisKey Operations(string selector) => Of(selector, "}:operations");

    private RedisKey Of(string selector, string suffix) => Utf8(_session, selector, suffix, "");

    // The client would encode a text each time that it sends it.
    private static byte[] Utf8(string first, string second, string third, string fourth)
    {
        var encoding = Encoding.UTF8;
        var bytes = new byte[
            encoding.GetByteCount(first) + encoding.GetByteCount(second) + encoding.GetByteCount(third) + encoding.GetByteCount(fourth)];
        var length = encoding.GetBytes(first, bytes);
        length += encoding.GetBytes(second, bytes.AsSpan(length));
        length += encoding.GetBytes(third, bytes.AsSpan(length));
        encoding.GetBytes(fourth, bytes.AsSpan(length));
        return bytes;
    }

    private sealed record ItemKeys(RedisKeys Owner, string Name, RedisKey[] Keys);
}
