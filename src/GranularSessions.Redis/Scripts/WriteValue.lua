-- ARGV: 6 payload, 7 the version that must be there ('' any, '0' none), 8 lifetime
local expected = ARGV[7]
if expected ~= '' and (entry and version or '0') ~= expected then return reply(NOT_APPLIED) end
remember(ARGV[8], nextVersion())
writeScalar(ARGV[6])
return reply(APPLIED)
