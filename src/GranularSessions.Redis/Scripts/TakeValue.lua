-- ARGV: 10 'any' or 'equal', 11 the payload that must be there
local payload = entry and redis.call('HGET', scalars, name)
if not payload then return reply(ABSENT) end
if ARGV[10] == 'equal' and payload ~= ARGV[11] then return reply(NOT_APPLIED) end
forget()
return reply(APPLIED, payload)
