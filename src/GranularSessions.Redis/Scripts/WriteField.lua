-- ARGV: 4 field, 5 payload, 6 the version that must be there ('' any, '0' none), 7 lifetime
local expected = ARGV[6]
if expected ~= '' then
  local stored = entry and redis.call('HGET', own, ARGV[4])
  if (stored and stored:match('^%d+') or '0') ~= expected then return reply(NOT_APPLIED) end
end
if not entry then remember(ARGV[7]) end
redis.call('HSET', own, ARGV[4], nextVersion() .. ':' .. ARGV[5])
expireOwn()
return reply(APPLIED)
