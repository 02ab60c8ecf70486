-- ARGV: 8 'entries' to read those written through ISession
return reply(APPLIED, snapshot(), ARGV[8] == 'entries' and redis.call('HGETALL', entries) or {})
