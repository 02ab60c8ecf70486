-- ARGV: 5 the new verifier's hash, 6 user, 7 the id if another user's session is taken over, 8 this sign-in's mark in the user's index
if generation ~= current then return reply(SUPERSEDED) end
local user, mark, extended = unpack(redis.call('HMGET', session, 'user', 'mark', 'extended'))
local isTakenOver = user and user ~= ARGV[6]
local emptied, hasCollections = {}, false
if isTakenOver then
  emptied = collections()
  redis.call('UNLINK', items, scalars, operations, entries)
elseif not isNew then
  local names = collections()
  hasCollections = #names > 0
  if hasCollections and tonumber(extended) < now + absolute then
    -- Their keys are not declared here and would be collected before the new deadline: the caller extends them first.
    -- Until then new ones get the later expiry. The minute leaves the caller time to come back.
    collect = now + absolute + 60000
    redis.call('HSET', session, 'collect', text(collect))
    return {ITEMS_EXPIRE_EARLY, generation, text(collect), names}
  end
end
generation = text(generation + 1)
verifier = ARGV[5]
ends = now + absolute
collect = math.max(collect, ends)
if isNew then create() end
redis.call('HSET', session, 'user', ARGV[6], 'mark', ARGV[8], 'verifier', verifier, 'generation', generation,
  'ends', text(ends), 'collect', text(collect))
redis.call('HDEL', session, 'old_verifier', 'old_until')
if isTakenOver then redis.call('HSET', session, 'id', ARGV[7]) end
if not hasCollections then redis.call('HSET', session, 'extended', text(collect)) end
for i = 1, 5 do expire(KEYS[i]) end
return reply(APPLIED, snapshot(), isTakenOver and 1 or 0, user, mark, emptied)
