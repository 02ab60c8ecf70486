-- ARGV: 4 payload, 5 end ('first' or 'last'), 6 maximum length, 7 duplicates ('keep', 'replace' or 'refuse'), 8 lifetime
local payload, atEnd, max, duplicates = ARGV[4], ARGV[5] == 'last', tonumber(ARGV[6]), ARGV[7]
if duplicates == 'refuse' and entry and redis.call('LPOS', own, payload) then
  return reply(NOT_APPLIED, redis.call('LLEN', own))
end
if not entry then remember(ARGV[8]) end
if duplicates == 'replace' then redis.call('LREM', own, 0, payload) end
local length = redis.call(atEnd and 'RPUSH' or 'LPUSH', own, payload)
if length > max then
  if atEnd then redis.call('LTRIM', own, -max, -1) else redis.call('LTRIM', own, 0, max - 1) end
  length = max
end
expireOwn()
return reply(APPLIED, length)
