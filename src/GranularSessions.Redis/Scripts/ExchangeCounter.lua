-- ARGV: 4 value, 5 lifetime
local previous = readScalar()
remember(ARGV[5])
writeScalar(ARGV[4])
return reply(APPLIED, previous)
