-- ARGV: 10 member
if not entry or redis.call('SISMEMBER', own, ARGV[10]) == 0 then return reply(ABSENT) end
return reply(APPLIED)
