-- ARGV: 3 the new verifier's hash, 4 the previous one's grace ('' none)
if generation ~= current then return reply(NOT_APPLIED) end
if ARGV[4] == '' then
  redis.call('HDEL', session, 'old_verifier', 'old_until')
else
  redis.call('HSET', session, 'old_verifier', redis.call('HGET', session, 'verifier'), 'old_until', text(now + ARGV[4]))
end
close()
generation = text(redis.call('HINCRBY', session, 'generation', 1))
redis.call('HSET', session, 'verifier', ARGV[3])
return reply(APPLIED, snapshot())
