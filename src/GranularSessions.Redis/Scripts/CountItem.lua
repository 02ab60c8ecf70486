if not entry then return reply(APPLIED, 0) end
if kind == '2' then return reply(APPLIED, redis.call('SCARD', own)) end
if kind == '3' then return reply(APPLIED, redis.call('HLEN', own)) end
if kind == '4' then return reply(APPLIED, redis.call('LLEN', own)) end
if kind == '6' then return reply(APPLIED, redis.call('ZCARD', own)) end
return reply(APPLIED, readScalar() and 1 or 0)
