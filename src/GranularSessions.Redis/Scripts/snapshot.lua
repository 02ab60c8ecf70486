-- KEYS: 4 the ISession entries
local entries = KEYS[4]

local function snapshot()
  return redis.call('HMGET', session, 'id', 'user', 'created', 'seen', 'hint')
end

local function removeAll()
  redis.call('UNLINK', session, items, scalars, operations, entries)
end
