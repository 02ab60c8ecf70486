-- Opens an item; every command on one goes on with this.
-- ARGV: 3 its name. Before it stands its kind.
-- A counter without a deadline is a scalar of its name, and nothing else (AddToCounter.fast.lua relies on it). Any other item is there if the
-- index says so; where it is a scalar, that one's name begins with a NUL, which no item's has. No name is both.
-- Data that the index does not name, or names as ended, is garbage.
local COUNTER, FOREVER = '1', '1::'
local own, name = KEYS[4], ARGV[3]
local indexed = '\0' .. name
local version = ''
local count, listed
if not isNew then
  local isCounter = kind == COUNTER
  if isCounter then count = redis.call('HGET', scalars, name) end
  if not count then listed = redis.call('HGET', items, name) end
  if not listed and not isCounter then count = redis.call('HGET', scalars, name) end
end
local entry = count and FOREVER or listed
if entry then
  local actual, deadline
  actual, deadline, version = entry:match('^(%d):(%d*):(%d*)$')
  if deadline ~= '' and now >= tonumber(deadline) then
    entry = false
  elseif actual ~= kind then
    return reply(OTHER_KIND, tonumber(actual))
  end
end
local scalar = count and name or indexed

local function after(lifetime)
  return lifetime and text(now + lifetime) or ''
end

-- Writes what makes the item exist, dropping what an ended item of this name has left.
local function remember(lifetime, newVersion)
  if not entry then
    redis.call('UNLINK', own)
    redis.call('HDEL', scalars, indexed)
  end
  local written = kind .. ':' .. after(lifetime) .. ':' .. (newVersion or '')
  if written == FOREVER then
    scalar = name
    if listed then
      redis.call('HDEL', items, name)
      redis.call('HDEL', scalars, indexed)
    end
  else
    scalar = indexed
    if count then redis.call('HDEL', scalars, name) end
    if redis.call('HSET', items, name, written) == 1 then expire(items) end
  end
end

local function forget()
  redis.call('HDEL', items, name)
  redis.call('HDEL', scalars, name, indexed)
  redis.call('UNLINK', own)
end

local function readScalar()
  return count or entry and redis.call('HGET', scalars, scalar)
end

local function writeScalar(value)
  if redis.call('HSET', scalars, scalar, value) == 1 then expire(scalars) end
end

local function expireOwn()
  if redis.call('PTTL', own) == -1 then expire(own) end
end

-- Versions count on for the whole session, so that none is ever used again in it.
local function nextVersion() return text(redis.call('HINCRBY', session, 'version', 1)) end
