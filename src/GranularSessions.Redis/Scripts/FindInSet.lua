-- ARGV: 6 member
if not entry or redis.call('SISMEMBER', own, ARGV[6]) == 0 then return reply(ABSENT) end
return reply(APPLIED)
