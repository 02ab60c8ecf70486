using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace GranularSessions.Redis;

/// <summary>Runs scripts and turns the client's failures into ours. Thread-safe.</summary>
internal sealed class RedisScriptRunner(IConnectionMultiplexer multiplexer, int database)
{
    // A replica must never answer.
    private const CommandFlags ByHash = CommandFlags.DemandMaster;

    // As it is, and not by the client's own list of what servers know.
    private const CommandFlags ByText = CommandFlags.DemandMaster | CommandFlags.NoScriptCache;

    // Fetched once: a database is a stateless pass-through, for every thread.
    private readonly IDatabase _database = multiplexer.GetDatabase(database);

    /// <summary>Runs a script that may write.</summary>
    public ValueTask<RedisResult[]> WriteAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CallMode mode)
        => RunAsync(new(script, keys, arguments, IsWrite: true), mode, Elements, state: 0);

    /// <summary>Runs a script that reads, but for the refresh of a deadline: it may be run again whatever happened.</summary>
    public ValueTask<RedisResult[]> ReadAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CallMode mode)
        => RunAsync(new(script, keys, arguments, IsWrite: false), mode, Elements, state: 0);

    /// <summary>Runs a script and reads its reply.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> RunAsync<TState, TResult>(
        ScriptCall script, CallMode mode, Func<TState, RedisResult, TResult> read, TState state)
    {
        mode.CancellationToken.ThrowIfCancellationRequested();
        RedisResult reply;
        for (var isKnown = true; ; isKnown = false)
        {
            Task<RedisResult>? call = null;
            try
            {
                if (mode.IsSynchronous)
                {
                    reply = Run(script, isKnown, mode.Timeout);
                    break;
                }

                call = SendAsync(script, isKnown);
                reply = await call.WaitAsync(mode.Timeout, mode.CancellationToken).ConfigureAwait(false);
                break;
            }
            catch (Exception exception) when (isKnown && RedisFailure.IsScriptUnknown(exception))
            {
                // The server is new, or has forgotten its scripts.
            }
            catch (OperationCanceledException) when (!script.IsWrite && mode.CancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception exception) when (RedisFailure.IsFailure(exception))
            {
                throw script.IsWrite ? RedisFailure.OfWrite(exception, mode.IsSynchronous) : RedisFailure.OfRead(exception);
            }
            finally
            {
                Abandon(call);
            }
        }

        return read(state, reply);
    }

    private static RedisResult[] Elements(int state, RedisResult reply) => RedisReply.Array(reply);

    private Task<RedisResult> SendAsync(in ScriptCall call, bool isKnown)
        => isKnown
            ? _database.ScriptEvaluateAsync(call.Script.Hash, call.Keys, call.Arguments, ByHash)
            : _database.ScriptEvaluateAsync(call.Script.Text, call.Keys, call.Arguments, ByText);

    private RedisResult Run(in ScriptCall script, bool isKnown, TimeSpan timeout)
    {
        if (multiplexer.TimeoutMilliseconds <= timeout.TotalMilliseconds)
        {
            return isKnown
                ? _database.ScriptEvaluate(script.Script.Hash, script.Keys, script.Arguments, ByHash)
                : _database.ScriptEvaluate(script.Script.Text, script.Keys, script.Arguments, ByText);
        }

        // The client's synchronous calls take a time of their own, and here that is too long.
        var call = SendAsync(script, isKnown);
        try
        {
            return call.WaitAsync(timeout).GetAwaiter().GetResult();
        }
        finally
        {
            Abandon(call);
        }
    }

    /// <summary>Keeps the failure of a call that nobody waits for any more from surfacing as an unobserved one.</summary>
    private static void Abandon(Task? call)
    {
        if (call is { IsCompletedSuccessfully: false })
        {
            _ = call.ContinueWith(
                static abandoned => _ = abandoned.Exception,
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
