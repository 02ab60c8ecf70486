-- ARGV: 10 member
if not entry or redis.call('SREM', own, ARGV[10]) == 0 then return reply(ABSENT) end
if redis.call('EXISTS', own) == 0 then forget() end
return reply(APPLIED)
