-- ARGV: 10 value, 11 lifetime
local previous = entry and redis.call('HGET', scalars, name)
remember(ARGV[11])
writeScalar(ARGV[10])
return reply(APPLIED, previous)
