if not entry then return reply(ABSENT) end
return reply(APPLIED, redis.call('SMEMBERS', own))
