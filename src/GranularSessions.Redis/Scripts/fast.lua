-- For commands that are worth an answer at once where nothing is left to do but the command. ARGV and KEYS are session.lua's.
-- A session's field that is named after its generation and a refresh threshold holds until when that generation needs no other
-- look: the session is alive, and its activity was written lately. session.lua writes it. Else, and for an access that names no such field, session.lua decides.
-- An answer without a status is the command's value, applied at the generation presented.
local open = redis.call('HGET', KEYS[1], ARGV[1])
local isOpen = false
if open then
  local clock = redis.call('TIME')
  isOpen = open - clock[1] * 1000 - clock[2] / 1000 > 0
end
