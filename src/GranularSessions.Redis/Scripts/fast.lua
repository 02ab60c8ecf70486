-- For commands that are worth an answer at once where nothing is left to do but the command: the session is alive, its
-- activity was written lately, the access is of the current generation and there is no operation. Else session.lua decides.
-- An answer of one element is the command's value, applied at the generation presented. ARGV and KEYS are session.lua's. The refresh threshold is shorter than the idle timeout.
local state = redis.call('HMGET', KEYS[1], 'generation', 'seen', 'ends')
local isOpen = state[1] == ARGV[1] and ARGV[2] == '' and now - state[2] < tonumber(ARGV[3]) and now < tonumber(state[3])
