-- ARGV: 10 member, 11 lifetime
if not entry then remember(ARGV[11]) end
local added = redis.call('SADD', own, ARGV[10])
expireOwn()
return reply(added == 1 and APPLIED or NOT_APPLIED)
