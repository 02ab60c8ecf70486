using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace GranularSessions.Storage.InMemory;

/// <summary>A session's granular items and the commands on them. Guarded by its session's lock.</summary>
internal sealed class InMemoryItems
{
    private readonly Dictionary<string, InMemoryItem> _items = new(StringComparer.Ordinal);
    private long _lastVersion = VersionedValue<int>.Absent;

    // Versions go on counting, so that none is ever used again in this session.
    public void Clear() => _items.Clear();

    public void RemoveExpired(DateTimeOffset now)
    {
        foreach (var (key, item) in _items)
        {
            if (item.Deadline <= now)
            {
                _items.Remove(key);
            }
            else if (item is InMemoryTokens tokens)
            {
                RemoveExpiredTokens(tokens, now);
            }
        }
    }

    public CommandResult Run(ItemCommand command, DateTimeOffset now)
    {
        var item = Find(command.Key, now);
        if (item is not null && item.Kind != command.Kind)
        {
            return new(CommandStatus.OtherKind) { ActualKind = item.Kind };
        }

        return command switch
        {
            CountItem => CommandResult.Applied(item?.Count ?? 0),
            RemoveItem remove => _items.Remove(remove.Key) ? CommandResult.Applied() : CommandResult.Absent,
            ReadCounter => item is InMemoryCounter counter ? CommandResult.Applied(counter.Value) : CommandResult.Absent,
            AddToCounter add => Run(add, (InMemoryCounter?)item, now),
            ExchangeCounter exchange => Run(exchange, (InMemoryCounter?)item, now),
            AddToSet add => Run(add, (InMemorySet?)item, now),
            RemoveFromSet remove => Run(remove, (InMemorySet?)item),
            FindInSet find => item is InMemorySet set && set.Members.Contains(find.Member) ? CommandResult.Applied() : CommandResult.Absent,
            ReadSet => item is InMemorySet set ? CommandResult.Applied() with { Payloads = [.. set.Members] } : CommandResult.Absent,
            ReadField read => Run(read, (InMemoryMap?)item),
            ReadMap => Run((InMemoryMap?)item),
            WriteField write => Run(write, (InMemoryMap?)item, now),
            RemoveField remove => Run(remove, (InMemoryMap?)item),
            AddToField add => Run(add, (InMemoryMap?)item, now),
            InsertIntoList insert => Run(insert, (InMemoryList?)item, now),
            RemoveFromList remove => Run(remove, (InMemoryList?)item),
            ReadList => item is InMemoryList list ? CommandResult.Applied() with { Payloads = [.. list.Elements] } : CommandResult.Absent,
            ReadValue => item is InMemoryValue value ? CommandResult.Applied(value.Version) with { Payload = value.Payload } : CommandResult.Absent,
            WriteValue write => Run(write, (InMemoryValue?)item, now),
            TakeValue take => Run(take, (InMemoryValue?)item),
            IssueToken issue => Run(issue, (InMemoryTokens?)item, now),
            ConsumeToken consume => Run(consume, (InMemoryTokens?)item, now),
            _ => throw new NotSupportedException($"The in-memory store does not know the command {command.GetType().Name}."),
        };
    }

    private InMemoryItem? Find(string key, DateTimeOffset now)
    {
        if (!_items.TryGetValue(key, out var item))
        {
            return null;
        }

        if (item.Deadline > now || item.Deadline is null)
        {
            return item;
        }

        _items.Remove(key);
        return null;
    }

    private TItem Add<TItem>(string key, TItem item)
        where TItem : InMemoryItem
    {
        _items.Add(key, item);
        return item;
    }

    private void RemoveIfEmpty(string key, InMemoryItem item)
    {
        if (item.Count == 0)
        {
            _items.Remove(key);
        }
    }

    private CommandResult Run(AddToCounter command, InMemoryCounter? counter, DateTimeOffset now)
    {
        var current = counter?.Value ?? 0;
        if (!TryAdd(current, command.By, command.Min, command.Max, out var sum))
        {
            return CommandResult.NotApplied(current);
        }

        counter ??= Add(command.Key, new InMemoryCounter(Deadline.After(now, command.Lifetime)));
        counter.Value = sum;
        return CommandResult.Applied(sum);
    }

    private CommandResult Run(ExchangeCounter command, InMemoryCounter? counter, DateTimeOffset now)
    {
        var result = CommandResult.Applied(counter?.Value ?? 0) with { HadValue = counter is not null };
        _items[command.Key] = new InMemoryCounter(Deadline.After(now, command.Lifetime)) { Value = command.Value };
        return result;
    }

    private CommandResult Run(AddToSet command, InMemorySet? set, DateTimeOffset now)
    {
        set ??= Add(command.Key, new InMemorySet(Deadline.After(now, command.Lifetime)));
        return set.Members.Add(command.Member) ? CommandResult.Applied() : CommandResult.NotApplied();
    }

    private CommandResult Run(RemoveFromSet command, InMemorySet? set)
    {
        if (set is null || !set.Members.Remove(command.Member))
        {
            return CommandResult.Absent;
        }

        RemoveIfEmpty(command.Key, set);
        return CommandResult.Applied();
    }

    private static CommandResult Run(ReadField command, InMemoryMap? map)
        => map is not null && map.Fields.TryGetValue(command.Field, out var field)
            ? CommandResult.Applied(field.Version) with { Payload = field.Payload }
            : CommandResult.Absent;

    private static CommandResult Run(InMemoryMap? map)
        => map is null
            ? CommandResult.Absent
            : CommandResult.Applied() with
            {
                Fields = map.Fields.ToDictionary(field => field.Key, field => field.Value.Payload, StringComparer.Ordinal),
            };

    private CommandResult Run(WriteField command, InMemoryMap? map, DateTimeOffset now)
    {
        var version = map is not null && map.Fields.TryGetValue(command.Field, out var field)
            ? field.Version
            : VersionedValue<int>.Absent;
        if (!command.Condition.HoldsFor(version))
        {
            return CommandResult.NotApplied();
        }

        map ??= Add(command.Key, new InMemoryMap(Deadline.After(now, command.Lifetime)));
        map.Fields[command.Field] = (command.Payload, ++_lastVersion);
        return CommandResult.Applied();
    }

    private CommandResult Run(RemoveField command, InMemoryMap? map)
    {
        if (map is null || !map.Fields.Remove(command.Field))
        {
            return CommandResult.Absent;
        }

        RemoveIfEmpty(command.Key, map);
        return CommandResult.Applied();
    }

    private CommandResult Run(AddToField command, InMemoryMap? map, DateTimeOffset now)
    {
        long current = 0;
        if (map is not null && map.Fields.TryGetValue(command.Field, out var field) && !TryReadInteger(field.Payload, out current))
        {
            return new(CommandStatus.NotAnInteger);
        }

        if (!TryAdd(current, command.By, command.Min, command.Max, out var sum))
        {
            return CommandResult.NotApplied(current);
        }

        map ??= Add(command.Key, new InMemoryMap(Deadline.After(now, command.Lifetime)));
        map.Fields[command.Field] = (Encoding.ASCII.GetBytes(sum.ToString(CultureInfo.InvariantCulture)), ++_lastVersion);
        return CommandResult.Applied(sum);
    }

    private CommandResult Run(InsertIntoList command, InMemoryList? list, DateTimeOffset now)
    {
        if (command.Duplicates == DuplicateHandling.Refuse && list is not null && list.Elements.Contains(command.Payload, BytesComparer.Instance))
        {
            return CommandResult.NotApplied(list.Count);
        }

        list ??= Add(command.Key, new InMemoryList(Deadline.After(now, command.Lifetime)));
        var elements = list.Elements;
        if (command.Duplicates == DuplicateHandling.Replace)
        {
            while (FindElement(elements, command.Payload) is { } duplicate)
            {
                elements.Remove(duplicate);
            }
        }

        if (command.End == ListEnd.Last)
        {
            elements.AddLast(command.Payload);
        }
        else
        {
            elements.AddFirst(command.Payload);
        }

        while (elements.Count > command.MaxLength)
        {
            if (command.End == ListEnd.Last)
            {
                elements.RemoveFirst();
            }
            else
            {
                elements.RemoveLast();
            }
        }

        return CommandResult.Applied(elements.Count);
    }

    private CommandResult Run(RemoveFromList command, InMemoryList? list)
    {
        if (list is null || FindElement(list.Elements, command.Payload) is not { } element)
        {
            return CommandResult.Absent;
        }

        list.Elements.Remove(element);
        RemoveIfEmpty(command.Key, list);
        return CommandResult.Applied();
    }

    private CommandResult Run(WriteValue command, InMemoryValue? value, DateTimeOffset now)
    {
        if (!command.Condition.HoldsFor(value?.Version ?? VersionedValue<int>.Absent))
        {
            return CommandResult.NotApplied();
        }

        _items[command.Key] = new InMemoryValue(Deadline.After(now, command.Lifetime)) { Payload = command.Payload, Version = ++_lastVersion };
        return CommandResult.Applied();
    }

    private CommandResult Run(TakeValue command, InMemoryValue? value)
    {
        if (value is null)
        {
            return CommandResult.Absent;
        }

        if (command.Expected is not null && !BytesComparer.Instance.Equals(command.Expected, value.Payload))
        {
            return CommandResult.NotApplied();
        }

        _items.Remove(command.Key);
        return CommandResult.Applied() with { Payload = value.Payload };
    }

    private CommandResult Run(IssueToken command, InMemoryTokens? tokens, DateTimeOffset now)
    {
        tokens ??= Add(command.Key, new InMemoryTokens());
        if (tokens.Count >= command.MaxTokens)
        {
            RemoveExpiredTokens(tokens, now);
        }

        while (tokens.Count >= command.MaxTokens)
        {
            tokens.ByHash.Remove(tokens.ByHash.MinBy(token => token.Value.Deadline).Key);
        }

        tokens.ByHash.Add(command.TokenHash, new InMemoryToken(Deadline.After(now, command.TokenLifetime)));
        return CommandResult.Applied();
    }

    private static CommandResult Run(ConsumeToken command, InMemoryTokens? tokens, DateTimeOffset now)
    {
        if (tokens is null || !tokens.ByHash.TryGetValue(command.TokenHash, out var token) || token.Deadline <= now)
        {
            return CommandResult.Absent;
        }

        if (token.IsConsumed)
        {
            return CommandResult.NotApplied();
        }

        token.IsConsumed = true;
        return CommandResult.Applied();
    }

    private static void RemoveExpiredTokens(InMemoryTokens tokens, DateTimeOffset now)
    {
        foreach (var (hash, token) in tokens.ByHash)
        {
            if (token.Deadline <= now)
            {
                tokens.ByHash.Remove(hash);
            }
        }
    }

    private static LinkedListNode<byte[]>? FindElement(LinkedList<byte[]> elements, byte[] payload)
    {
        for (var node = elements.First; node is not null; node = node.Next)
        {
            if (BytesComparer.Instance.Equals(node.Value, payload))
            {
                return node;
            }
        }

        return null;
    }

    private static bool TryReadInteger(byte[] json, out long value)
        => Utf8Parser.TryParse(json, out value, out var consumed) && consumed == json.Length;

    private static bool TryAdd(long current, long by, long min, long max, out long sum)
    {
        sum = unchecked(current + by);
        var overflows = by >= 0 ? sum < current : sum > current;
        return !overflows && sum >= min && sum <= max;
    }
}
