-- ARGV: 5 'set' or 'unset', 6 hint
if ARGV[5] == 'set' then redis.call('HSET', session, 'hint', ARGV[6]) else redis.call('HDEL', session, 'hint') end
return reply(APPLIED)
