-- KEYS: 1 a part of the clean-up's schedule. ARGV: 1 the session's selector, 2 when to look whether it has ended, from now
local clock = redis.call('TIME')
redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[2]), ARGV[1])
return {}
