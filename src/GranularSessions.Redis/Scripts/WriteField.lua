-- ARGV: 6 field, 7 payload, 8 the version that must be there ('' any, '0' none), 9 lifetime
local expected = ARGV[8]
if expected ~= '' then
  local stored = entry and redis.call('HGET', own, ARGV[6])
  if (stored and stored:match('^%d+') or '0') ~= expected then return reply(NOT_APPLIED) end
end
if not entry then remember(ARGV[9]) end
redis.call('HSET', own, ARGV[6], nextVersion() .. ':' .. ARGV[7])
expireOwn()
return reply(APPLIED)
