-- KEYS: 1 an index of sign-ins. ARGV: 1 the sign-in
redis.call('ZREM', KEYS[1], ARGV[1])
return {}
