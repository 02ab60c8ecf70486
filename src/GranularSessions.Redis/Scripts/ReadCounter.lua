local value = readScalar()
if not value then return reply(ABSENT) end
return reply(APPLIED, value)
