-- ARGV: 10 by, 11 min, 12 max, 13 lifetime
local value = entry and redis.call('HGET', scalars, name) or '0'
local sum = added(value, ARGV[10], ARGV[11], ARGV[12])
if not sum then return reply(NOT_APPLIED, value) end
if not entry then remember(ARGV[13]) end
writeScalar(sum)
return reply(APPLIED, sum)
