-- ARGV: 6 by, 7 min, 8 max, 9 lifetime; the bounds may be left out where there is no lifetime
local value = entry and redis.call('HGET', scalars, name) or '0'
local sum = added(value, ARGV[6], ARGV[7] or SMALLEST, ARGV[8] or LARGEST)
if not sum then return reply(NOT_APPLIED, value) end
if not entry then remember(ARGV[9]) end
writeScalar(sum)
return reply(APPLIED, sum)
