local payload = entry and redis.call('HGET', scalars, name)
if not payload then return reply(ABSENT) end
return reply(APPLIED, version, payload)
