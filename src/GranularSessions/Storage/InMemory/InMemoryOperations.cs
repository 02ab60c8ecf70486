namespace GranularSessions.Storage.InMemory;

/// <summary>A session's recorded operations. Guarded by its session's lock.</summary>
internal sealed class InMemoryOperations
{
    private readonly Dictionary<SessionOperationId, (SessionOperation Operation, CommandResult Result)> _records = [];

    /// <summary>The answer that makes executing the command needless or forbids it; null: it is to be executed.</summary>
    public CommandResult? Find(SessionCommand command, SessionOperation operation, DateTimeOffset now)
    {
        if (now >= operation.ExpiresAt)
        {
            return new(CommandStatus.OperationExpired);
        }

        if (_records.TryGetValue(operation.Id, out var record))
        {
            return record.Operation.CommandHash.AsSpan().SequenceEqual(operation.CommandHash)
                ? record.Result with { IsReplay = true }
                : new(CommandStatus.OperationMismatch);
        }

        if (command is ReadOperation)
        {
            return CommandResult.Absent;
        }

        if (_records.Count >= SessionOperation.MaxPerSession)
        {
            RemoveExpired(now);
        }

        return _records.Count >= SessionOperation.MaxPerSession ? new(CommandStatus.OperationLimitReached) : null;
    }

    public void Record(SessionCommand command, SessionOperation operation, CommandResult result)
    {
        var written = command switch
        {
            WriteValue write => write.Payload,
            WriteField write => write.Payload,
            _ => null,
        };
        _records.Add(operation.Id, (operation, operation.KeepsPayload ? result with { Payload = written } : result));
    }

    public void RemoveExpired(DateTimeOffset now)
    {
        foreach (var (id, record) in _records)
        {
            if (now >= record.Operation.ExpiresAt)
            {
                _records.Remove(id);
            }
        }
    }

    public void Clear() => _records.Clear();
}
