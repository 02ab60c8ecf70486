-- Opens the session; every command on one begins with this.
-- KEYS: 1 the session, 2 the index of its items, 3 its counters and values, 4 the item's own key or the ISession entries,
--       5 its recorded operations (needless for a command on an item without an operation)
-- ARGV: 1 the access: the generation, with ':' and the refresh threshold where the command may be answered at once (fast.lua),
--       or 'v' and the verifier's hash, or 'n', the verifier's hash and the id of a new session,
--       2 refresh threshold, idle and absolute timeout, each after a ':'. Where there is an operation, after a ';': its id (16 bytes),
--       its command's hash (32 bytes), what to record ('number', 'previous', 'payload', 'argument' or '' nothing; 'read' to look the
--       record up), the argument's position, when the id ends. Times are in milliseconds.
local APPLIED, NOT_APPLIED, ABSENT, OTHER_KIND, NOT_AN_INTEGER, MISSING, SUPERSEDED, EXISTS = 0, 1, 2, 3, 4, 5, 6, 7
local OPERATION_MISMATCH, OPERATION_LIMIT_REACHED, OPERATION_EXPIRED = 8, 9, 10
-- Answers between a script and its caller alone.
local ITEMS_EXPIRE_EARLY, REPLAY = 100, 101
local MAX_OPERATIONS = 256
local session, items, scalars, operations = KEYS[1], KEYS[2], KEYS[3], KEYS[5]
local isNew = ARGV[1]:byte() == 110
local verifier = ARGV[1]:sub(2, 33)
local presented = ARGV[1]:match('^%d+') or ''
local refresh, idle, absolute, operation = ARGV[2]:match('^(%d+):(%d+):(%d+);?(.*)$')
local hash, what, position, deadline
if operation ~= '' then
  hash = operation:sub(17, 48)
  what, position, deadline = operation:sub(49):match('^(%a*):(%d*):(%d+)$')
  operation = operation:sub(1, 16)
end
local generation, current, seen, ends, collect

local function text(number) return string.format('%.0f', number) end

-- The field that fast.lua reads.
local function atOnce() return current .. ':' .. refresh end
local function openUntil() return text(math.min(seen + refresh, ends)) end

if isNew then
  if redis.call('EXISTS', session) == 1 then return {EXISTS, ''} end
  generation, current, seen, ends, collect = '1', '1', now, now + absolute, now + absolute
else
  local fields = redis.call('HMGET', session, 'seen', 'ends', 'generation', 'verifier', 'old_verifier', 'old_until', 'collect', ARGV[1])
  if not fields[1] then return {MISSING, ''} end
  seen, ends, current, collect = tonumber(fields[1]), tonumber(fields[2]), fields[3], tonumber(fields[7])
  if now >= seen + idle or now >= ends then return {MISSING, ''} end
  local previous = fields[5] and now < tonumber(fields[6]) and text(current - 1)
  if presented ~= '' then
    if presented ~= current and presented ~= previous then return {SUPERSEDED, ''} end
    generation = presented
  elseif verifier == fields[4] then
    -- The client has the new verifier: nobody needs the previous one any more.
    if fields[5] then redis.call('HDEL', session, 'old_verifier', 'old_until') end
    generation = current
  elseif previous and verifier == fields[5] then
    generation = previous
  else
    return {SUPERSEDED, ''}
  end
  local isDue = now - seen >= tonumber(refresh)
  if isDue then seen = now end
  if isDue or (ARGV[1] == atOnce() and not fields[8]) then
    -- A server without memory can still be read from; the session then ends as if it had been left alone.
    local written = redis.pcall('HSET', session, 'seen', text(seen), atOnce(), openUntil())
    if type(written) == 'table' and not written.err:find('OOM', 1, true) then return written end
  end
end

-- A key's own expiry only collects garbage; what has ended is decided by the deadlines in fields.
local function expire(key) redis.call('PEXPIREAT', key, text(collect)) end

local isCreated = not isNew

local function create()
  -- First what is looked for most: small hashes are searched from their beginning.
  redis.call('HSET', session, atOnce(), openUntil(), 'verifier', verifier, 'generation', generation, 'id', ARGV[1]:sub(34),
    'created', text(now), 'seen', text(seen), 'ends', text(ends), 'collect', text(collect), 'extended', text(collect))
  expire(session)
  isCreated = true
end

-- For a new generation: nothing that is presented is answered at once any more.
local function close()
  for _, field in ipairs(redis.call('HKEYS', session)) do
    if field:find(':', 1, true) then redis.call('HDEL', session, field) end
  end
end

local function record(value)
  local kept = ''
  if what == 'argument' then
    kept = 'p' .. ARGV[tonumber(position)]
  elseif what == 'number' then
    kept = 'n' .. value
  elseif what == 'previous' then
    kept = value and 'h' .. value or ''
  elseif what == 'payload' then
    kept = 'p' .. value
  end
  redis.call('HSET', operations, operation, string.format('%015.0f', tonumber(deadline)) .. hash .. kept)
  expire(operations)
end

local function reply(status, value, ...)
  if status == APPLIED then
    if not isCreated then create() end
    if operation ~= '' then record(value) end
  end
  return {status, generation, value, ...}
end

-- A record is 15 digits of its deadline, 32 bytes of its command's hash and what was recorded.
local function isGone(stored) return now >= tonumber(stored:sub(1, 15)) end

local function dropGoneOperations()
  local records = redis.call('HGETALL', operations)
  for i = 1, #records, 2 do
    if isGone(records[i + 1]) then redis.call('HDEL', operations, records[i]) end
  end
end

if operation ~= '' then
  if now >= tonumber(deadline) then return {OPERATION_EXPIRED, generation} end
  local stored = not isNew and redis.call('HGET', operations, operation)
  if stored and not isGone(stored) then
    if stored:sub(16, 47) ~= hash then return {OPERATION_MISMATCH, generation} end
    return {REPLAY, generation, stored:sub(48)}
  end
  if what == 'read' then return {ABSENT, generation} end
  if not stored and not isNew and redis.call('HLEN', operations) >= MAX_OPERATIONS then
    dropGoneOperations()
    if redis.call('HLEN', operations) >= MAX_OPERATIONS then return {OPERATION_LIMIT_REACHED, generation} end
  end
end
