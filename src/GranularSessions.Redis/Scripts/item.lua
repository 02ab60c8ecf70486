-- Opens an item; every command on one goes on with this.
-- ARGV: 5 its name. Before it stands its kind.
-- An item is there if the index says so. Data that the index does not name, or names as ended, is garbage.
local own, name = KEYS[4], ARGV[5]
local version = ''
local entry = not isNew and redis.call('HGET', items, name)
if entry then
  local actual, deadline
  actual, deadline, version = entry:match('^(%d):(%d*):(%d*)$')
  if deadline ~= '' and now >= tonumber(deadline) then
    entry = false
  elseif actual ~= kind then
    return reply(OTHER_KIND, tonumber(actual))
  end
end

local function after(lifetime)
  return lifetime and text(now + lifetime) or ''
end

-- Writes the item's entry in the index, dropping what an ended item of this name has left.
local function remember(lifetime, newVersion)
  if not entry then
    redis.call('UNLINK', own)
    redis.call('HDEL', scalars, name)
  end
  redis.call('HSET', items, name, kind .. ':' .. after(lifetime) .. ':' .. (newVersion or ''))
  if not entry then expire(items) end
end

local function forget()
  redis.call('HDEL', items, name)
  redis.call('HDEL', scalars, name)
  redis.call('UNLINK', own)
end

local function writeScalar(value)
  if redis.call('HSET', scalars, name, value) == 1 then expire(scalars) end
end

local function expireOwn()
  if redis.call('PTTL', own) == -1 then expire(own) end
end

-- Versions count on for the whole session, so that none is ever used again in it.
local function nextVersion() return text(redis.call('HINCRBY', session, 'version', 1)) end
