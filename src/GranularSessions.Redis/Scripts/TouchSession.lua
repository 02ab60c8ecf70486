return reply(APPLIED)
