using GranularSessions.Storage;
using Npgsql;

namespace GranularSessions.PostgreSql;

/// <summary>Turns commands into calls of the schema's functions: one statement each, with parameters.</summary>
internal sealed class FunctionCalls(string schema, SessionTimeouts timeouts)
{
    private readonly string _schema = PostgreSqlSessionSchema.Quote(schema);

    // What never changes stands in the statement: fewer parameters, less to send and parse.
    private readonly string _limits = string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Microseconds(timeouts.Idle)},{Microseconds(timeouts.Absolute)},{Microseconds(timeouts.RefreshAfter)}");

    private readonly System.Collections.Concurrent.ConcurrentDictionary<(SqlFunction Function, AccessForm Form), string> _statements = new();

    /// <summary>The call that runs a command on an existing session.</summary>
    public FunctionCall Execute(SessionAccess access, SessionCommand command)
    {
        var call = new FunctionCall(command is AddToCounter { Operation: null } ? SqlFunction.AddToPresentCounter : FunctionOf(command));
        call.AddText(access.Selector);
        call.AddBytes(access.Generation is null ? access.VerifierHash : null);
        call.AddNumber(access.Generation);
        Finish(call, AccessForm.Existing, command);
        return call;
    }

    /// <summary>The call that creates a session and runs its first command.</summary>
    public FunctionCall Create(NewSession session, SessionCommand command)
    {
        var call = new FunctionCall(FunctionOf(command));
        call.AddText(session.Selector);
        call.AddBytes(session.VerifierHash);
        call.AddText(session.Id);
        Finish(call, AccessForm.New, command);
        return call;
    }

    public FunctionCall List(string userId)
    {
        var call = new FunctionCall(SqlFunction.ListSessions);
        call.AddText(userId);
        call.Command.CommandText = Statement(call.Function, AccessForm.None);
        return call;
    }

    public FunctionCall Revoke(Revocation revocation, string afterSelector, int atMost)
    {
        var call = new FunctionCall(SqlFunction.RevokeSessions);
        call.AddText(revocation.UserId);
        call.AddText(revocation.OnlyId);
        call.AddText(revocation.ExceptId);
        call.AddText(afterSelector);
        call.AddInteger(atMost);
        call.Command.CommandText = Statement(call.Function, AccessForm.None);
        return call;
    }

    public FunctionCall RemoveExpiredSessions(string afterSelector, int rows, int atMost)
    {
        var call = new FunctionCall(SqlFunction.RemoveExpiredSessions);
        call.AddText(afterSelector);
        call.AddInteger(rows);
        call.AddInteger(atMost);
        call.Command.CommandText = Statement(call.Function, AccessForm.None);
        return call;
    }

    public FunctionCall RemoveExpiredItems(string afterSelector, string afterKey, int rows)
    {
        var call = new FunctionCall(SqlFunction.RemoveExpiredItems);
        call.AddText(afterSelector);
        call.AddText(afterKey);
        call.AddInteger(rows);
        call.Command.CommandText = Statement(call.Function, AccessForm.None);
        return call;
    }

    private static SqlFunction FunctionOf(SessionCommand command) => command switch
    {
        ReadCounter or ReadValue or CountItem => SqlFunction.ReadItem,
        FindInSet or ReadField or ReadSet or ReadMap => SqlFunction.ReadElements,
        ReadList => SqlFunction.ReadList,
        AddToCounter => SqlFunction.AddToCounter,
        ExchangeCounter => SqlFunction.ExchangeCounter,
        AddToSet => SqlFunction.AddToSet,
        RemoveFromSet or RemoveField => SqlFunction.RemoveElement,
        WriteField => SqlFunction.WriteField,
        AddToField => SqlFunction.AddToField,
        InsertIntoList => SqlFunction.InsertIntoList,
        RemoveFromList => SqlFunction.RemoveFromList,
        WriteValue => SqlFunction.WriteValue,
        TakeValue => SqlFunction.TakeValue,
        IssueToken => SqlFunction.IssueToken,
        ConsumeToken => SqlFunction.ConsumeToken,
        RemoveItem => SqlFunction.RemoveItem,
        ReadSession or TouchSession => SqlFunction.ReadSession,
        SetUserAgentHint => SqlFunction.SetUserAgentHint,
        WriteEntries => SqlFunction.WriteEntries,
        RegenerateSession => SqlFunction.Regenerate,
        SignInSession => SqlFunction.SignIn,
        DestroySession => SqlFunction.Destroy,
        ReadOperation => SqlFunction.ReadOperation,
        _ => throw new NotSupportedException($"The PostgreSQL store does not know the command {command.GetType().Name}."),
    };

    private void Finish(FunctionCall call, AccessForm form, SessionCommand command)
    {
        if (command.Operation is { } operation)
        {
            form |= AccessForm.Once;
            call.AddBytes(operation.Id.ToByteArray());
            call.AddBytes(operation.CommandHash);
            call.AddMoment(operation.ExpiresAt);
        }

        AddArguments(call, command);
        call.Command.CommandText = Statement(call.Function, form);
    }

    private static void AddArguments(FunctionCall call, SessionCommand command)
    {
        if (command is ItemCommand item)
        {
            call.AddText(item.Key);
            call.AddSmallInteger((short)item.Kind);
            if (call.Function.TakesLifetime)
            {
                call.AddNumber(item.Lifetime is { } lifetime ? Microseconds(lifetime) : null);
            }
        }

        switch (command)
        {
            case ReadCounter or CountItem:
                call.AddFlag(false);
                break;
            case ReadValue:
                call.AddFlag(true);
                break;
            case AddToCounter add:
                call.AddNumber(add.By);
                AddRange(call, add.By, add.Min, add.Max);
                break;
            case ExchangeCounter exchange:
                call.AddNumber(exchange.Value);
                break;
            case AddToSet add:
                call.AddBytes(add.Member);
                break;
            case RemoveFromSet remove:
                call.AddBytes(NameOfMember(remove.Member));
                break;
            case FindInSet find:
                call.AddBytes(NameOfMember(find.Member));
                break;
            case ReadSet or ReadMap:
                call.AddBytes(null);
                break;
            case ReadField read:
                call.AddBytes(NameOfField(read.Field));
                break;
            case WriteField write:
                call.AddBytes(NameOfField(write.Field));
                call.AddBytes(write.Payload);
                call.AddNumber(write.Condition.ExpectedVersion);
                call.AddFlag(write.Operation is { KeepsPayload: true });
                break;
            case RemoveField remove:
                call.AddBytes(NameOfField(remove.Field));
                break;
            case AddToField add:
                call.AddBytes(NameOfField(add.Field));
                call.AddNumber(add.By);
                AddRange(call, add.By, add.Min, add.Max);
                break;
            case InsertIntoList insert:
                call.AddBytes(insert.Payload);
                call.AddFlag(insert.End == ListEnd.Last);
                call.AddNumber(insert.MaxLength);
                call.AddText(insert.Duplicates switch
                {
                    DuplicateHandling.Keep => "keep",
                    DuplicateHandling.Replace => "replace",
                    DuplicateHandling.Refuse => "refuse",
                    _ => throw new NotSupportedException($"The PostgreSQL store does not know the duplicate handling {insert.Duplicates}."),
                });
                break;
            case RemoveFromList remove:
                call.AddBytes(remove.Payload);
                break;
            case WriteValue write:
                call.AddBytes(write.Payload);
                call.AddNumber(write.Condition.ExpectedVersion);
                call.AddFlag(write.Operation is { KeepsPayload: true });
                break;
            case TakeValue take:
                call.AddBytes(take.Expected);
                break;
            case IssueToken issue:
                call.AddBytes(issue.TokenHash);
                call.AddNumber(Microseconds(issue.TokenLifetime));
                call.AddNumber(issue.MaxTokens);
                break;
            case ConsumeToken consume:
                call.AddBytes(consume.TokenHash);
                break;
            case ReadSession read:
                call.AddFlag(read.WithEntries);
                break;
            case TouchSession:
                call.AddFlag(false);
                break;
            case SetUserAgentHint set:
                call.AddText(set.Hint);
                break;
            case WriteEntries write:
                call.AddFlag(write.ClearFirst);
                call.AddTexts([.. write.Changes.Keys]);
                call.AddByteArrays([.. write.Changes.Values]);
                break;
            case RegenerateSession regenerate:
                call.AddBytes(regenerate.VerifierHash);
                call.AddNumber(regenerate.PreviousGrace is { } grace ? Microseconds(grace) : null);
                break;
            case SignInSession signIn:
                call.AddBytes(signIn.VerifierHash);
                call.AddText(signIn.UserId);
                call.AddText(signIn.NewId);
                break;
        }
    }

    /// <summary>Between which numbers the current one must lie for the sum to keep to its bounds and to 64 bits.</summary>
    private static void AddRange(FunctionCall call, long by, long min, long max)
    {
        var lowest = (Int128)min - by;
        var highest = (Int128)max - by;
        var isPossible = lowest <= long.MaxValue && highest >= long.MinValue;
        call.AddNumber(isPossible ? (long)Int128.Max(lowest, long.MinValue) : long.MaxValue);
        call.AddNumber(isPossible ? (long)Int128.Min(highest, long.MaxValue) : long.MinValue);
    }

    // A member may be longer than an index allows.
    private static byte[] NameOfMember(byte[] member) => System.Security.Cryptography.SHA256.HashData(member);

    private static byte[] NameOfField(string field) => System.Text.Encoding.UTF8.GetBytes(field);

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private string Statement(SqlFunction function, AccessForm form)
        => _statements.GetOrAdd((function, form), static (key, calls) => calls.Compose(key.Function, key.Form), this);

    private string Compose(SqlFunction function, AccessForm form)
    {
        var taken = 0;
        var arguments = new List<string>();
        if (function.TakesPlainArguments)
        {
            taken = 3;
            arguments.Add($"$1,$2,$3,{_limits}");
        }
        else if (form != AccessForm.None)
        {
            var who = form.HasFlag(AccessForm.New) ? "$1,$2,NULL,$3" : "$1,$2,$3,NULL";
            var operation = form.HasFlag(AccessForm.Once) ? "$4,$5,$6" : "NULL,NULL,NULL";
            taken = form.HasFlag(AccessForm.Once) ? 6 : 3;
            arguments.Add($"ROW({who},{_limits},{operation},{SessionOperation.MaxPerSession})::{_schema}.access");
        }

        arguments.AddRange(Enumerable.Range(taken + 1, function.Arguments).Select(position => $"${position}"));
        var called = $"{_schema}.{function.Name}({string.Join(',', arguments)})";
        return function.Columns is null ? $"SELECT {called}" : $"SELECT {function.Columns} FROM {called}";
    }

    [Flags]
    private enum AccessForm : byte
    {
        None = 0,
        Existing = 1,
        New = 2,
        Once = 4,
    }
}
