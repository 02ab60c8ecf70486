-- ARGV: 6 member, 7 lifetime
if not entry then remember(ARGV[7]) end
local added = redis.call('SADD', own, ARGV[6])
expireOwn()
return reply(added == 1 and APPLIED or NOT_APPLIED)
