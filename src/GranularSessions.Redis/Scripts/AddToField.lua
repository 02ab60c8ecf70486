-- ARGV: 4 field, 5 by, 6 min, 7 max, 8 lifetime
local stored = entry and redis.call('HGET', own, ARGV[4])
local value = stored and stored:match('^%d+:(.*)$') or '0'
if not isInteger(value) then return reply(NOT_AN_INTEGER) end
local sum = added(value, ARGV[5], ARGV[6], ARGV[7])
if not sum then return reply(NOT_APPLIED, value) end
if not entry then remember(ARGV[8]) end
redis.call('HSET', own, ARGV[4], nextVersion() .. ':' .. sum)
expireOwn()
return reply(APPLIED, sum)
