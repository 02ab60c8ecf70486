-- ARGV: 4 by, 5 min, 6 max, 7 lifetime; the bounds may be left out where there is no lifetime
local value = readScalar() or '0'
local sum = added(value, ARGV[4], ARGV[5] or SMALLEST, ARGV[6] or LARGEST)
if not sum then return reply(NOT_APPLIED, value) end
if not entry then remember(ARGV[7]) end
writeScalar(sum)
return reply(APPLIED, sum)
