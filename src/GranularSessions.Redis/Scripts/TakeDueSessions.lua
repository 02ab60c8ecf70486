-- KEYS: 1 a part of the clean-up's schedule. ARGV: 1 how many, 2 how long nobody else looks at them
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[1])
for _, selector in ipairs(due) do redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), selector) end
return due
