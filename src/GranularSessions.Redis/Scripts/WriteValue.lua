-- ARGV: 10 payload, 11 the version that must be there ('' any, '0' none), 12 lifetime
local expected = ARGV[11]
if expected ~= '' and (entry and version or '0') ~= expected then return reply(NOT_APPLIED) end
remember(ARGV[12], nextVersion())
writeScalar(ARGV[10])
return reply(APPLIED)
