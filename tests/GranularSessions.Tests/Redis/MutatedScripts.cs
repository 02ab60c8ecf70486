using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using GranularSessions.Conformance;
using GranularSessions.Storage;
using StackExchange.Redis;

namespace GranularSessions.Tests.Redis;

/// <summary>A store whose scripts lack a line, to show that a test notices.</summary>
internal sealed class MutatedRedisFixture(RedisStoreFixture inner, string line, string replacement) : StoreFixture
{
    public bool HasMutated { get; private set; }

    public override SessionStore Store => field ??= RedisStoreFixture.NewStore(Mutating(inner.Client), inner.Prefix);

    public override Task AdvanceAsync(TimeSpan span) => inner.AdvanceAsync(span);

    private IConnectionMultiplexer Mutating(IConnectionMultiplexer client)
    {
        var multiplexer = DispatchProxy.Create<IConnectionMultiplexer, Interceptor>();
        ((Interceptor)(object)multiplexer).Invoked = (method, arguments) =>
        {
            var result = method.Invoke(client, arguments);
            return result is IDatabase database ? Mutating(database) : result;
        };
        return multiplexer;
    }

    private IDatabase Mutating(IDatabase database)
    {
        var mutating = DispatchProxy.Create<IDatabase, Interceptor>();
        ((Interceptor)(object)mutating).Invoked = (method, arguments) =>
        {
            if (arguments is [byte[] hash, ..] && TextOf(hash) is { } known)
            {
                arguments[0] = SHA1.HashData(Encoding.UTF8.GetBytes(Mutated(known)));
            }
            else if (arguments is [string script, ..])
            {
                arguments[0] = Mutated(script);
            }

            return method.Invoke(database, arguments);
        };
        return mutating;
    }

    private static string? TextOf(byte[] hash) => RedisScriptsTests.Scripts.SingleOrDefault(script => script.Hash.SequenceEqual(hash))?.Text;

    private string Mutated(string script)
    {
        HasMutated |= script.Contains(line, StringComparison.Ordinal);
        return script.Replace(line, replacement, StringComparison.Ordinal);
    }

    // DispatchProxy demands a class that it can derive from.
    public class Interceptor : DispatchProxy
    {
        public Func<MethodInfo, object?[]?, object?>? Invoked { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Invoked!(targetMethod!, args);
    }
}
