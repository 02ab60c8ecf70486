-- ARGV: 3 'clear' to empty the session first, 4 how many entries to write, then those as key and value, then the keys to remove
local emptied = {}
if ARGV[3] == 'clear' then
  emptied = collections()
  redis.call('UNLINK', items, scalars, entries)
end
local first, written = 5, tonumber(ARGV[4])
for i = first, first + 2 * written - 1, 2 do redis.call('HSET', entries, ARGV[i], ARGV[i + 1]) end
for i = first + 2 * written, #ARGV do redis.call('HDEL', entries, ARGV[i]) end
if written > 0 then expire(entries) end
return reply(APPLIED, emptied)
