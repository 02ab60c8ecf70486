if not entry then return reply(ABSENT) end
forget()
return reply(APPLIED)
