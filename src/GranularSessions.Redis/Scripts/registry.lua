-- Looks at a session from outside, which is no activity of its own.
-- KEYS: 1 the session, 2 the index of its items, 3 its counters and values, 5 its recorded operations. ARGV: 1 idle timeout
local session, items, scalars, operations = KEYS[1], KEYS[2], KEYS[3], KEYS[5]
local fields = redis.call('HMGET', session, 'seen', 'ends', 'user', 'id', 'mark')
local exists, user, id, mark = fields[1], fields[3], fields[4], fields[5]
local deadline = exists and math.min(fields[1] + ARGV[1], tonumber(fields[2]))
local isAlive = exists and now < deadline
