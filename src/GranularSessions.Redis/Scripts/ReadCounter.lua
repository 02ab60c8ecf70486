local value = entry and redis.call('HGET', scalars, name)
if not value then return reply(ABSENT) end
return reply(APPLIED, value)
