-- ARGV: 8 'set' or 'unset', 9 hint
if ARGV[8] == 'set' then redis.call('HSET', session, 'hint', ARGV[9]) else redis.call('HDEL', session, 'hint') end
return reply(APPLIED)
