-- ARGV: 10 field, 11 by, 12 min, 13 max, 14 lifetime
local stored = entry and redis.call('HGET', own, ARGV[10])
local value = stored and stored:match('^%d+:(.*)$') or '0'
if not isInteger(value) then return reply(NOT_AN_INTEGER) end
local sum = added(value, ARGV[11], ARGV[12], ARGV[13])
if not sum then return reply(NOT_APPLIED, value) end
if not entry then remember(ARGV[14]) end
redis.call('HSET', own, ARGV[10], nextVersion() .. ':' .. sum)
expireOwn()
return reply(APPLIED, sum)
