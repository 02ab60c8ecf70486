-- ARGV: 4 member, 5 lifetime
if not entry then remember(ARGV[5]) end
local added = redis.call('SADD', own, ARGV[4])
expireOwn()
return reply(added == 1 and APPLIED or NOT_APPLIED)
