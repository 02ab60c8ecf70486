-- ARGV: 4 field. A field is stored as version:payload.
local stored = entry and redis.call('HGET', own, ARGV[4])
if not stored then return reply(ABSENT) end
return reply(APPLIED, stored)
