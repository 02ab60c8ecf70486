-- ARGV: 4 member
if not entry or redis.call('SREM', own, ARGV[4]) == 0 then return reply(ABSENT) end
if redis.call('EXISTS', own) == 0 then forget() end
return reply(APPLIED)
