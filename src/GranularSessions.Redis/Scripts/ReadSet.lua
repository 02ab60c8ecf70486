local stored = entry and redis.call('SMEMBERS', own)
if not stored or #stored == 0 then return reply(ABSENT) end
return reply(APPLIED, stored)
