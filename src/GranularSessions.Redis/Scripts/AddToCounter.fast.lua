if isOpen and not ARGV[7] and redis.call('HGET', KEYS[2], ARGV[5]) == '1::' then
  -- What Redis refuses, such as an overflow, goes the long way and is explained there.
  local sum = redis.pcall('HINCRBY', KEYS[3], ARGV[5], ARGV[6])
  -- A sum that equals its summand may have been made without a deadline of its own, and a large one is no exact double.
  if type(sum) == 'number' then
    if sum == tonumber(ARGV[6]) then redis.call('PEXPIREAT', KEYS[3], redis.call('HGET', KEYS[1], 'collect')) end
    if sum > 1e15 or sum < -1e15 then sum = redis.call('HGET', KEYS[3], ARGV[5]) end
    return {sum}
  end
end
