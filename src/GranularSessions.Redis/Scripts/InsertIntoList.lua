-- ARGV: 10 payload, 11 end ('first' or 'last'), 12 maximum length, 13 duplicates ('keep', 'replace' or 'refuse'), 14 lifetime
local payload, atEnd, max, duplicates = ARGV[10], ARGV[11] == 'last', tonumber(ARGV[12]), ARGV[13]
if duplicates == 'refuse' and entry and redis.call('LPOS', own, payload) then
  return reply(NOT_APPLIED, redis.call('LLEN', own))
end
if not entry then remember(ARGV[14]) end
if duplicates == 'replace' then redis.call('LREM', own, 0, payload) end
local length = redis.call(atEnd and 'RPUSH' or 'LPUSH', own, payload)
if length > max then
  if atEnd then redis.call('LTRIM', own, -max, -1) else redis.call('LTRIM', own, 0, max - 1) end
  length = max
end
expireOwn()
return reply(APPLIED, length)
