using GranularSessions.Storage;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using CommandStatus = GranularSessions.Storage.CommandStatus;

namespace GranularSessions.Redis;

/// <summary>
/// Keeps sessions in Redis: one script a command on one session. Where a second slot or leftovers are involved, a
/// further call goes before or after it; docs/stores-redis.md says what a failure between the two leaves.
/// </summary>
internal sealed partial class RedisSessionStore : SessionStore
{
    private const int KeysPerCall = 256;
    private const int ExtensionAttempts = 10;

    // A sign-in may be under way that long between its entry in an index and its effect.
    private static readonly TimeSpan LongestSignIn = TimeSpan.FromHours(1);

    private readonly RedisScriptRunner _scripts;
    private readonly RedisCommandEncoder _encoder;
    private readonly RedisKeys _keys;
    private readonly RedisValue _longestLife;
    private readonly ILogger _logger;

    public RedisSessionStore(
        IConnectionMultiplexer multiplexer,
        GranularSessionOptions sessionOptions,
        RedisSessionOptions options,
        ILogger<RedisSessionStore> logger)
    {
        var timeouts = new SessionTimeouts(sessionOptions);
        _encoder = new RedisCommandEncoder(timeouts);
        _longestLife = RedisCommandEncoder.Milliseconds(timeouts.Absolute) + RedisCommandEncoder.Milliseconds(LongestSignIn);
        _keys = new RedisKeys(options.KeyPrefix);
        _scripts = new RedisScriptRunner(multiplexer, options.Database);
        _logger = logger;
    }

    public override string Name => "redis";

    public override ValueTask<CommandResult> ExecuteAsync(SessionAccess access, SessionCommand command, CancellationToken cancellationToken)
        => ExecuteAsync(access, command, CallMode.Asynchronous(cancellationToken));

    public override CommandResult Execute(SessionAccess access, SessionCommand command, TimeSpan timeout)
        => Completed(ExecuteAsync(access, command, CallMode.Synchronous(timeout)));

    public override ValueTask<CommandResult> CreateAsync(NewSession session, SessionCommand command, CancellationToken cancellationToken)
        => CreateAsync(session, command, CallMode.Asynchronous(cancellationToken));

    public override CommandResult Create(NewSession session, SessionCommand command, TimeSpan timeout)
        => Completed(CreateAsync(session, command, CallMode.Synchronous(timeout)));

    // What runs synchronously has completed when it returns.
    private static CommandResult Completed(ValueTask<CommandResult> call) => call.GetAwaiter().GetResult();

    private ValueTask<CommandResult> ExecuteAsync(SessionAccess access, SessionCommand command, CallMode mode)
        => RunAsync(NewCall(access.Selector, access.Generation, command, _encoder.Encode(access, command), _keys.Of(access, command)), mode);

    private async ValueTask<CommandResult> CreateAsync(NewSession session, SessionCommand command, CallMode mode)
    {
        var call = NewCall(session.Selector, generation: null, command, _encoder.Encode(session, command), _keys.Of(session.Selector, command));
        var result = await RunAsync(call, mode).ConfigureAwait(false);
        if (result.Status == CommandStatus.Applied)
        {
            await ScheduleCleanupAsync(session.Selector, mode.FollowUp).ConfigureAwait(false);
        }

        return result;
    }

    private ValueTask<CommandResult> RunAsync(Call call, CallMode mode) => call.Command switch
    {
        SignInSession signIn => SignInAsync(call, signIn, mode),
        DestroySession => DestroyAsync(call, mode),
        WriteEntries { ClearFirst: true } => ClearAsync(call, mode),
        _ => RunScriptAsync(call, mode),
    };

    private ValueTask<CommandResult> RunScriptAsync(in Call call, CallMode mode)
        => _scripts.RunAsync(
            call.Script, mode, static (asked, reply) => RedisReplyReader.Read(asked.Command, asked.Generation, reply), (call.Command, call.Generation));

    private ValueTask<RedisResult[]> ReplyAsync(in Call call, CallMode mode)
        => _scripts.RunAsync(call.Script, mode, static (_, reply) => RedisReply.Array(reply), state: 0);

    private async ValueTask<CommandResult> ClearAsync(Call call, CallMode mode)
    {
        var reply = await ReplyAsync(call, mode).ConfigureAwait(false);
        var result = call.Read(reply);
        if (result.Status == CommandStatus.Applied)
        {
            await SweepAsync(call.Selector, RedisReply.Names(reply[2]), mode.FollowUp).ConfigureAwait(false);
        }

        return result;
    }

    private async ValueTask<CommandResult> DestroyAsync(Call call, CallMode mode)
    {
        var reply = await ReplyAsync(call, mode).ConfigureAwait(false);
        var result = call.Read(reply);
        if (result.Status == CommandStatus.Applied)
        {
            await SweepAsync(call.Selector, RedisReply.Names(reply[4]), mode.FollowUp).ConfigureAwait(false);
            await ForgetSignInAsync(result.Session!.UserId, call.Selector, RedisReply.TextOrNull(reply[3]), mode.FollowUp).ConfigureAwait(false);
        }

        return result;
    }

    /// <summary>
    /// Enters the sign-in into the indexes, then binds the session. A revocation either finds the session bound and ends
    /// it, or has read the index before the session was bound: then the sign-in counts as the later of the two.
    /// </summary>
    private async ValueTask<CommandResult> SignInAsync(Call call, SignInSession signIn, CallMode mode)
    {
        var mark = RedisCommandEncoder.MarkOf(signIn);
        await IndexSignInAsync(signIn.UserId, call.Selector, mark, mode).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            var reply = await ReplyAsync(call, mode).ConfigureAwait(false);
            if (!RedisReplyReader.ItemsExpireEarly(reply))
            {
                return await SignedInAsync(call, reply, mode).ConfigureAwait(false);
            }

            if (attempt == ExtensionAttempts)
            {
                throw new SessionUnavailableException("The session's items could not be kept until its new deadline: nothing was changed.");
            }

            await ExtendAsync(call.Selector, RedisReply.Names(reply[3]), RedisReply.Text(reply[2]), mode).ConfigureAwait(false);
        }
    }

    private async ValueTask<CommandResult> SignedInAsync(Call call, RedisResult[] reply, CallMode mode)
    {
        var result = call.Read(reply);
        if (result.Status == CommandStatus.Applied)
        {
            await SweepAsync(call.Selector, RedisReply.Names(reply[6]), mode.FollowUp).ConfigureAwait(false);
            await ForgetSignInAsync(RedisReply.TextOrNull(reply[4]), call.Selector, RedisReply.TextOrNull(reply[5]), mode.FollowUp).ConfigureAwait(false);
        }

        return result;
    }

    private async ValueTask IndexSignInAsync(string userId, string selector, string mark, CallMode mode)
    {
        RedisValue[] entry = [SignIn(selector, mark), _longestLife];
        try
        {
            await _scripts.WriteAsync(RedisScripts.AddSignIn, [_keys.User(userId)], entry, mode).ConfigureAwait(false);
            await _scripts.WriteAsync(RedisScripts.AddSignIn, [_keys.SignedIn(RedisKeys.PartOf(selector))], entry, mode).ConfigureAwait(false);
        }
        catch (SessionOutcomeUnknownException exception)
        {
            // An entry too many in an index binds nothing and ends with its deadline.
            throw new SessionUnavailableException("Redis did not answer before the sign-in was begun: nothing was changed.", exception);
        }
    }

    private async ValueTask ForgetSignInAsync(string? userId, string selector, string? mark, CallMode mode)
    {
        if (userId is null || mark is null)
        {
            return;
        }

        RedisValue[] entry = [SignIn(selector, mark)];
        try
        {
            await _scripts.WriteAsync(RedisScripts.RemoveSignIn, [_keys.User(userId)], entry, mode).ConfigureAwait(false);
            await _scripts.WriteAsync(RedisScripts.RemoveSignIn, [_keys.SignedIn(RedisKeys.PartOf(selector))], entry, mode).ConfigureAwait(false);
        }
        catch (SessionException exception)
        {
            _logger.LeftoversRemain(exception);
        }
    }

    private async ValueTask ExtendAsync(string selector, string[] names, string deadline, CallMode mode)
    {
        for (var first = 0; first < names.Length; first += KeysPerCall)
        {
            var batch = names.AsMemory(first, Math.Min(KeysPerCall, names.Length - first));
            var isLast = first + batch.Length == names.Length;
            await _scripts.WriteAsync(
                RedisScripts.ExtendItems, KeysOf(_keys.Root(selector), selector, batch.Span), [deadline, isLast ? "1" : "0"], mode).ConfigureAwait(false);
        }
    }

    /// <summary>Frees what cannot be reached any more. Its failure changes nothing that anyone can see.</summary>
    private async ValueTask SweepAsync(string selector, string[] names, CallMode mode)
    {
        try
        {
            for (var first = 0; first < names.Length; first += KeysPerCall)
            {
                var batch = names.AsMemory(first, Math.Min(KeysPerCall, names.Length - first));
                await _scripts.WriteAsync(
                    RedisScripts.SweepItems, KeysOf(_keys.Items(selector), selector, batch.Span), Values(batch.Span), mode).ConfigureAwait(false);
            }
        }
        catch (SessionException exception)
        {
            _logger.LeftoversRemain(exception);
        }
    }

    private async ValueTask ScheduleCleanupAsync(string selector, CallMode mode)
    {
        try
        {
            await _scripts.WriteAsync(
                RedisScripts.ScheduleSession, [_keys.Schedule(RedisKeys.PartOf(selector))], [selector, _encoder.Idle], mode).ConfigureAwait(false);
        }
        catch (SessionException exception)
        {
            _logger.NotScheduled(exception);
        }
    }

    private RedisKey[] KeysOf(RedisKey first, string selector, ReadOnlySpan<string> names)
    {
        var keys = new RedisKey[names.Length + 1];
        keys[0] = first;
        for (var n = 0; n < names.Length; n++)
        {
            keys[n + 1] = _keys.Own(selector, names[n]);
        }

        return keys;
    }

    private static RedisValue[] Values(ReadOnlySpan<string> texts)
    {
        var values = new RedisValue[texts.Length];
        for (var n = 0; n < texts.Length; n++)
        {
            values[n] = texts[n];
        }

        return values;
    }

    private static string SignIn(string selector, string mark) => $"{selector}:{mark}";

    private static string SelectorOf(string signIn) => signIn[..signIn.IndexOf(':', StringComparison.Ordinal)];

    private static Call NewCall(
        string selector, long? generation, SessionCommand command, (RedisScript Script, RedisValue[] Arguments) encoded, RedisKey[] keys)
        => new(selector, generation, command, new(encoded.Script, keys, encoded.Arguments, IsWrite: command.Effect != CommandEffect.Reads));

    private readonly record struct Call(string Selector, long? Generation, SessionCommand Command, ScriptCall Script)
    {
        public CommandResult Read(RedisResult[] reply) => RedisReplyReader.Read(Command, Generation, reply);
    }
}
