local stored = entry and redis.call('LRANGE', own, 0, -1)
if not stored or #stored == 0 then return reply(ABSENT) end
return reply(APPLIED, stored)
