-- ARGV: 5 'entries' to read those written through ISession
return reply(APPLIED, snapshot(), ARGV[5] == 'entries' and redis.call('HGETALL', entries) or {})
