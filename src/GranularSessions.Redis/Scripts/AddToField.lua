-- ARGV: 6 field, 7 by, 8 min, 9 max, 10 lifetime
local stored = entry and redis.call('HGET', own, ARGV[6])
local value = stored and stored:match('^%d+:(.*)$') or '0'
if not isInteger(value) then return reply(NOT_AN_INTEGER) end
local sum = added(value, ARGV[7], ARGV[8], ARGV[9])
if not sum then return reply(NOT_APPLIED, value) end
if not entry then remember(ARGV[10]) end
redis.call('HSET', own, ARGV[6], nextVersion() .. ':' .. sum)
expireOwn()
return reply(APPLIED, sum)
