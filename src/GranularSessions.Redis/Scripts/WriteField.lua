-- ARGV: 10 field, 11 payload, 12 the version that must be there ('' any, '0' none), 13 lifetime
local expected = ARGV[12]
if expected ~= '' then
  local stored = entry and redis.call('HGET', own, ARGV[10])
  if (stored and stored:match('^%d+') or '0') ~= expected then return reply(NOT_APPLIED) end
end
if not entry then remember(ARGV[13]) end
redis.call('HSET', own, ARGV[10], nextVersion() .. ':' .. ARGV[11])
expireOwn()
return reply(APPLIED)
