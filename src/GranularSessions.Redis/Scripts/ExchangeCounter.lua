-- ARGV: 6 value, 7 lifetime
local previous = entry and redis.call('HGET', scalars, name)
remember(ARGV[7])
writeScalar(ARGV[6])
return reply(APPLIED, previous)
