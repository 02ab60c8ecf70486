-- ARGV: 6 'any' or 'equal', 7 the payload that must be there
local payload = entry and redis.call('HGET', scalars, name)
if not payload then return reply(ABSENT) end
if ARGV[6] == 'equal' and payload ~= ARGV[7] then return reply(NOT_APPLIED) end
forget()
return reply(APPLIED, payload)
