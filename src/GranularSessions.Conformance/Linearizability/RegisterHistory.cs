using System.Collections.Concurrent;

namespace GranularSessions.Conformance.Linearizability;

internal static class RegisterHistory
{
    private const string Value = "value";
    private const string Field = "field";

    public static async Task<string?> CheckAsync(StoreFixture store, int seed)
    {
        var visitor = await SeededHistory.NewVisitorAsync(store).ConfigureAwait(false);
        var valueOfVersion = new ConcurrentDictionary<(string Register, long Version), long>();
        long lastValue = 0;
        return await SeededHistory.CheckAsync(new RegisterModel(), seed, (_, random) =>
        {
            var client = new Client(visitor.Copy().Request(), valueOfVersion);
            return () =>
            {
                var register = random.Next(2) == 0 ? Value : Field;
                var action = random.Next(10) switch
                {
                    < 2 => RegisterAction.Read,
                    2 => RegisterAction.Write,
                    3 => RegisterAction.WriteIfAbsent,
                    < 7 => RegisterAction.CompareAndSwap,
                    7 => RegisterAction.Swap,
                    8 when register == Value => RegisterAction.Take,
                    _ => RegisterAction.Remove,
                };
                var call = new RegisterCall(register, action, Interlocked.Increment(ref lastValue), client.LastRead(register).Value);
                return (call, () => client.SendAsync(call));
            };
        }).ConfigureAwait(false);
    }

    private sealed class Client(SessionState state, ConcurrentDictionary<(string Register, long Version), long> valueOfVersion)
    {
        private readonly Dictionary<string, (long Value, long Version)> _lastRead = [];
        private readonly SessionValue<long> _value = state.Value<long>("register");
        private readonly SessionMap<long> _map = state.Map<long>("registers");

        public (long Value, long Version) LastRead(string register) => _lastRead.GetValueOrDefault(register);

        public async Task<RegisterAnswer> SendAsync(RegisterCall call) => call.Action switch
        {
            RegisterAction.Read => new(Applied: true, await ReadAsync(call.Register).ConfigureAwait(false)),
            RegisterAction.Write => await WriteAsync(call).ConfigureAwait(false),
            RegisterAction.WriteIfAbsent => new(await AddAsync(call).ConfigureAwait(false), Value: 0),
            RegisterAction.CompareAndSwap => new(await TryWriteAsync(call, LastRead(call.Register).Version).ConfigureAwait(false), Value: 0),
            RegisterAction.Swap => new(Applied: true, await SwapAsync(call).ConfigureAwait(false)),
            RegisterAction.Take => await TakeAsync().ConfigureAwait(false),
            _ => new(await RemoveAsync(call.Register).ConfigureAwait(false), Value: 0),
        };

        private async Task<long> ReadAsync(string register)
        {
            var read = register == Value
                ? await _value.GetWithVersionAsync().ConfigureAwait(false)
                : await _map.GetWithVersionAsync(Field).ConfigureAwait(false);
            if (read.Exists)
            {
                Assert.Equal(read.Value, valueOfVersion.GetOrAdd((register, read.Version), read.Value));
            }

            _lastRead[register] = (read.Value, read.Version);
            return read.Value;
        }

        private async Task<RegisterAnswer> WriteAsync(RegisterCall call)
        {
            await (call.Register == Value ? _value.SetAsync(call.Value) : _map.SetAsync(Field, call.Value)).ConfigureAwait(false);
            return new(Applied: true, Value: 0);
        }

        private Task<bool> AddAsync(RegisterCall call)
            => call.Register == Value ? _value.TryAddAsync(call.Value) : _map.TryAddAsync(Field, call.Value);

        private Task<bool> TryWriteAsync(RegisterCall call, long version)
            => call.Register == Value ? _value.TrySetAsync(call.Value, version) : _map.TrySetAsync(Field, call.Value, version);

        private async Task<long> SwapAsync(RegisterCall call)
        {
            long previous = 0;
            if (call.Register == Value)
            {
                await _value.UpdateAsync(current =>
                {
                    previous = current;
                    return call.Value;
                }).ConfigureAwait(false);
                return previous;
            }

            do
            {
                previous = await ReadAsync(Field).ConfigureAwait(false);
            }
            while (!await TryWriteAsync(call, LastRead(Field).Version).ConfigureAwait(false));
            return previous;
        }

        private async Task<RegisterAnswer> TakeAsync()
        {
            var taken = await _value.TakeAsync().ConfigureAwait(false);
            return new(taken != 0, taken);
        }

        private Task<bool> RemoveAsync(string register) => register == Value ? _value.RemoveAsync() : _map.RemoveAsync(Field);
    }
}
