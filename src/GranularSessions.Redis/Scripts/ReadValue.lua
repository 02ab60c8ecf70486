local payload = readScalar()
if not payload then return reply(ABSENT) end
return reply(APPLIED, version, payload)
