-- ARGV: 6 field. A field is stored as version:payload.
local stored = entry and redis.call('HGET', own, ARGV[6])
if not stored then return reply(ABSENT) end
return reply(APPLIED, stored)
