-- ARGV: 4 payload, 5 the version that must be there ('' any, '0' none), 6 lifetime
local expected = ARGV[5]
if expected ~= '' and (entry and version or '0') ~= expected then return reply(NOT_APPLIED) end
remember(ARGV[6], nextVersion())
writeScalar(ARGV[4])
return reply(APPLIED)
