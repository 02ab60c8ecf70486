-- ARGV: 3 'set' or 'unset', 4 hint
if ARGV[3] == 'set' then redis.call('HSET', session, 'hint', ARGV[4]) else redis.call('HDEL', session, 'hint') end
return reply(APPLIED)
