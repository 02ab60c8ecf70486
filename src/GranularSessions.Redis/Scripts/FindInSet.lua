-- ARGV: 4 member
if not entry or redis.call('SISMEMBER', own, ARGV[4]) == 0 then return reply(ABSENT) end
return reply(APPLIED)
