-- ARGV: 4 'any' or 'equal', 5 the payload that must be there
local payload = readScalar()
if not payload then return reply(ABSENT) end
if ARGV[4] == 'equal' and payload ~= ARGV[5] then return reply(NOT_APPLIED) end
forget()
return reply(APPLIED, payload)
