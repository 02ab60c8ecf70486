-- ARGV: 4 field
if not entry or redis.call('HDEL', own, ARGV[4]) == 0 then return reply(ABSENT) end
if redis.call('EXISTS', own) == 0 then forget() end
return reply(APPLIED)
