-- ARGV: 4 token hash, 5 lifetime, 6 maximum number. A token's score is its deadline; 'x' before its hash: consumed.
if not entry then remember() end
local max = tonumber(ARGV[6])
if redis.call('ZCARD', own) >= max then redis.call('ZREMRANGEBYSCORE', own, '-inf', text(now)) end
local excess = redis.call('ZCARD', own) + 1 - max
if excess > 0 then redis.call('ZPOPMIN', own, excess) end
redis.call('ZADD', own, after(ARGV[5]), ARGV[4])
expireOwn()
return reply(APPLIED)
