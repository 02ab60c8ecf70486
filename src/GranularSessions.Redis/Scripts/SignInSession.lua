-- ARGV: 3 the new verifier's hash, 4 user, 5 the id if another user's session is taken over, 6 this sign-in's mark in the user's index
if generation ~= current then return reply(SUPERSEDED) end
local user, mark, extended = unpack(redis.call('HMGET', session, 'user', 'mark', 'extended'))
local isTakenOver = user and user ~= ARGV[4]
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
close()
generation = text(generation + 1)
current = generation
verifier = ARGV[3]
ends = now + absolute
collect = math.max(collect, ends)
if isNew then create() end
redis.call('HSET', session, 'user', ARGV[4], 'mark', ARGV[6], 'verifier', verifier, 'generation', generation,
  'ends', text(ends), 'collect', text(collect))
redis.call('HDEL', session, 'old_verifier', 'old_until')
if isTakenOver then redis.call('HSET', session, 'id', ARGV[5]) end
if not hasCollections then redis.call('HSET', session, 'extended', text(collect)) end
for i = 1, 5 do expire(KEYS[i]) end
return reply(APPLIED, snapshot(), isTakenOver and 1 or 0, user, mark, emptied)
