using System.Globalization;
using GranularSessions.Tests.Servers;

namespace GranularSessions.Tests.Redis;

/// <summary>Lets time pass in a Redis store: moves back every time and deadline that is stored.</summary>
internal static class RedisClock
{
    private const string MoveBack =
        """
        local prefix, span = ARGV[1], tonumber(ARGV[2])
        local function earlier(number) return string.format('%.0f', tonumber(number) - span) end
        local function moveFields(key, fields)
          for _, field in ipairs(fields) do
            local value = redis.call('HGET', key, field)
            if value then redis.call('HSET', key, field, earlier(value)) end
          end
        end
        local function moveAll(key, move)
          local fields = redis.call('HGETALL', key)
          for i = 1, #fields, 2 do redis.call('HSET', key, fields[i], move(fields[i + 1])) end
        end
        local function moveScores(key)
          local members = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
          for i = 1, #members, 2 do redis.call('ZADD', key, earlier(members[i + 1]), members[i]) end
        end
        for _, key in ipairs(redis.call('KEYS', prefix .. '*')) do
          local kind = redis.call('TYPE', key).ok
          if kind == 'zset' then
            moveScores(key)
          elseif key:find('}$') then
            moveFields(key, {'created', 'seen', 'ends', 'collect', 'extended', 'old_until'})
            for _, field in ipairs(redis.call('HKEYS', key)) do
              if field:find(':', 1, true) then moveFields(key, {field}) end
            end
          elseif key:find('}:items$') then
            moveAll(key, function(entry)
              local kind, deadline, version = entry:match('^(%d):(%d*):(%d*)$')
              return kind .. ':' .. (deadline == '' and '' or earlier(deadline)) .. ':' .. version
            end)
          elseif key:find('}:operations$') then
            moveAll(key, function(record)
              return string.format('%015.0f', tonumber(record:sub(1, 15)) - span) .. record:sub(16)
            end)
          end
        end
        return 1
        """;

    public static Task AdvanceAsync(RedisServer server, string prefix, TimeSpan span)
        => server.SendAsync("EVAL", MoveBack, "0", prefix, ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
}
