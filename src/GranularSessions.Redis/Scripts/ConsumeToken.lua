-- ARGV: 4 token hash
local function lives(member)
  local deadline = entry and redis.call('ZSCORE', own, member)
  return deadline and now < tonumber(deadline) and deadline
end
local deadline = lives(ARGV[4])
if deadline then
  redis.call('ZREM', own, ARGV[4])
  redis.call('ZADD', own, deadline, 'x' .. ARGV[4])
  expireOwn()
  return reply(APPLIED)
end
return reply(lives('x' .. ARGV[4]) and NOT_APPLIED or ABSENT)
