using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>The keys that a command on an item touches, the recorded operations only where it has one.</summary>
    public RedisKey[] Item(string selector, string name, bool isOperation)
        => isOperation
            ? [Root(selector), Items(selector), Scalars(selector), Own(selector, name), Operations(selector)]
            : [Root(selector), Items(selector), Scalars(selector), Own(selector, name)];

    /// <summary>The key that makes a session exist.</summary>
    public RedisKey Root(string selector) => Of(selector, "}");

    public RedisKey Items(string selector) => Of(selector, "}:items");

    /// <summary>The key that a set, map, list or tokens have of their own.</summary>
    public RedisKey Own(string selector, string name) => string.Concat(_session, selector, "}:item:", name);

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

    private RedisKey Of(string selector, string suffix) => string.Concat(_session, selector, suffix);
}
