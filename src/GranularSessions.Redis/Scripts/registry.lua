-- Looks at a session from outside, which is no activity of its own.
-- KEYS: 1 the session, 2 the index of its items, 3 its counters and values, 4 its recorded operations. ARGV: 1 idle timeout
local session, items, scalars, operations = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local fields = redis.call('HMGET', session, 'seen', 'ends', 'user', 'id', 'mark')
local exists, user, id, mark = fields[1], fields[3], fields[4], fields[5]
local deadline = exists and math.min(fields[1] + ARGV[1], tonumber(fields[2]))
local isAlive = exists and now < deadline
