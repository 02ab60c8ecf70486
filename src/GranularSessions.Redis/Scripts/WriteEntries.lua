-- ARGV: 8 'clear' to empty the session first, 9 how many entries to write, then those as key and value, then the keys to remove
local emptied = {}
if ARGV[8] == 'clear' then
  emptied = collections()
  redis.call('UNLINK', items, scalars, entries)
end
local first, written = 10, tonumber(ARGV[9])
for i = first, first + 2 * written - 1, 2 do redis.call('HSET', entries, ARGV[i], ARGV[i + 1]) end
for i = first + 2 * written, #ARGV do redis.call('HDEL', entries, ARGV[i]) end
if written > 0 then expire(entries) end
return reply(APPLIED, emptied)
