-- Keeps items until a later deadline. KEYS: 1 the session, then the items' own keys. ARGV: 1 the deadline, 2 '1' for the last batch
for i = 2, #KEYS do redis.call('PEXPIREAT', KEYS[i], ARGV[1]) end
local extended = redis.call('HGET', KEYS[1], 'extended')
if ARGV[2] == '1' and extended and tonumber(extended) < tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[1], 'extended', ARGV[1])
  redis.call('PEXPIREAT', KEYS[1], ARGV[1])
end
return {}
