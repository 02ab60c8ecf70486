-- ARGV: 4 payload
if not entry or redis.call('LREM', own, 1, ARGV[4]) == 0 then return reply(ABSENT) end
if redis.call('EXISTS', own) == 0 then forget() end
return reply(APPLIED)
