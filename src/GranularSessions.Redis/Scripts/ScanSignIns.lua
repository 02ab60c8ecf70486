-- KEYS: 1 an index of sign-ins. ARGV: 1 cursor, 2 about how many to read
return redis.call('ZSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
