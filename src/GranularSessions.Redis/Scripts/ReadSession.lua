-- ARGV: 3 'entries' to read those written through ISession
return reply(APPLIED, snapshot(), ARGV[3] == 'entries' and redis.call('HGETALL', entries) or {})
