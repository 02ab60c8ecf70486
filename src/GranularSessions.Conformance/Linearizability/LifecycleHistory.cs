using GranularSessions.Storage;

namespace GranularSessions.Conformance.Linearizability;

internal static class LifecycleHistory
{
    private const int Verifiers = 64;

    public static Task<string?> CheckAsync(StoreFixture store, int seed)
    {
        var session = new Session(store);
        return SeededHistory.CheckAsync(new LifecycleModel(), seed, (number, random) =>
        {
            var client = new Client(session, random);
            var isCreator = number == 0;
            return () =>
            {
                var call = isCreator ? new LifecycleCall(LifecycleAction.Create) : client.Draw();
                isCreator = false;
                return (call, () => client.SendAsync(call));
            };
        });
    }

    /// <summary>The session that all clients know, and the verifiers that it may get.</summary>
    private sealed class Session(StoreFixture store)
    {
        private readonly NewSession _identity = StoreSession.NewIdentity();
        private readonly string _suffix = Guid.NewGuid().ToString();
        private readonly byte[][] _verifiers = [.. Enumerable.Range(0, Verifiers).Select(_ => StoreSession.NewHash())];
        private int _lastVerifier = LifecycleModel.FirstVerifier;

        public int LastVerifier => Volatile.Read(ref _lastVerifier);

        public int NewVerifier() => Interlocked.Increment(ref _lastVerifier);

        public async Task<LifecycleAnswer> SendAsync(LifecycleCall call)
        {
            var access = new SessionAccess(_identity.Selector, HashOf(call.Verifier), call.Generation);
            var cancellation = TestContext.Current.CancellationToken;
            var user = call.User + _suffix;
            var result = call.Action switch
            {
                LifecycleAction.Create => await store.Store.CreateAsync(_identity, StoreSession.Increment("counter"), cancellation).ConfigureAwait(false),
                LifecycleAction.List => CommandResult.Applied((await store.Store.ListAsync(user, cancellation).ConfigureAwait(false)).Count),
                LifecycleAction.Revoke => CommandResult.Applied((await store.Store.RevokeAsync(new Revocation(user), cancellation).ConfigureAwait(false)).Count),
                _ => await store.Store.ExecuteAsync(access, CommandOf(call, user), cancellation).ConfigureAwait(false),
            };
            var ran = result.Status is CommandStatus.Applied or CommandStatus.NotApplied or CommandStatus.Absent;
            return new(result.Status, ran ? result.Generation : 0, HasNumber(call.Action) ? result.Number : 0);
        }

        private byte[] HashOf(int verifier) => verifier == LifecycleModel.FirstVerifier ? _identity.VerifierHash : _verifiers[verifier];

        private SessionCommand CommandOf(LifecycleCall call, string user) => call.Action switch
        {
            LifecycleAction.Increment => StoreSession.Increment("counter"),
            LifecycleAction.Read => new ReadCounter("counter"),
            LifecycleAction.Regenerate => new RegenerateSession(HashOf(call.NewVerifier), previousGrace: null),
            LifecycleAction.RegenerateWithGrace => new RegenerateSession(HashOf(call.NewVerifier), TimeSpan.FromMinutes(5)),
            LifecycleAction.SignIn => new SignInSession(HashOf(call.NewVerifier), user, StoreSession.NewIdentity().Id),
            _ => new DestroySession(),
        };

        private static bool HasNumber(LifecycleAction action)
            => action is LifecycleAction.Create or LifecycleAction.Increment or LifecycleAction.Read or LifecycleAction.List or LifecycleAction.Revoke;
    }

    /// <summary>A client: requests of it go on under the generation they were answered with, or begin anew with the cookie.</summary>
    private sealed class Client(Session session, Random random)
    {
        private int _verifier = LifecycleModel.FirstVerifier;
        private long? _generation;

        public LifecycleCall Draw()
        {
            if (random.Next(3) == 0)
            {
                _generation = null;
            }

            if (random.Next(6) == 0)
            {
                // Any client may have been given, or have planted, any cookie.
                _verifier = random.Next(LifecycleModel.FirstVerifier, session.LastVerifier + 1);
                _generation = null;
            }

            var user = random.Next(2) == 0 ? "alice-" : "bob-";
            return random.Next(20) switch
            {
                < 7 => new(LifecycleAction.Increment, _verifier, _generation),
                < 9 => new(LifecycleAction.Read, _verifier, _generation),
                < 11 => new(LifecycleAction.Regenerate, _verifier, _generation, session.NewVerifier()),
                < 13 => new(LifecycleAction.RegenerateWithGrace, _verifier, _generation, session.NewVerifier()),
                < 16 => new(LifecycleAction.SignIn, _verifier, _generation, session.NewVerifier(), user),
                < 17 => new(LifecycleAction.List, User: user),
                < 19 => new(LifecycleAction.Revoke, User: user),
                _ => new(LifecycleAction.Destroy, _verifier, _generation),
            };
        }

        public async Task<LifecycleAnswer> SendAsync(LifecycleCall call)
        {
            var answer = await session.SendAsync(call).ConfigureAwait(false);
            if (answer is { Status: CommandStatus.Applied, Generation: > 0 })
            {
                _verifier = call.NewVerifier > 0 ? call.NewVerifier : _verifier;
                _generation = answer.Generation;
            }

            return answer;
        }
    }
}
