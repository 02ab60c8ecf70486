if not entry then return reply(ABSENT) end
return reply(APPLIED, redis.call('LRANGE', own, 0, -1))
