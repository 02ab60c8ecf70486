-- ARGV: 10 token hash
local function lives(member)
  local deadline = entry and redis.call('ZSCORE', own, member)
  return deadline and now < tonumber(deadline) and deadline
end
local deadline = lives(ARGV[10])
if deadline then
  redis.call('ZREM', own, ARGV[10])
  redis.call('ZADD', own, deadline, 'x' .. ARGV[10])
  expireOwn()
  return reply(APPLIED)
end
return reply(lives('x' .. ARGV[10]) and NOT_APPLIED or ABSENT)
