if isOpen then
  -- What Redis refuses, such as an overflow, goes the long way and is explained there.
  local sum = redis.pcall('HINCRBY', KEYS[3], ARGV[3], ARGV[4])
  if sum == ARGV[4] + 0 then
    -- There was no such counter, or it was 0, which is begun anew alike. The caller sees to it that the comparison is exact.
    redis.call('HDEL', KEYS[3], ARGV[3])
  elseif type(sum) == 'number' then
    -- A large one is no exact double.
    if sum > 1e15 or sum < -1e15 then sum = redis.call('HGET', KEYS[3], ARGV[3]) end
    return sum
  end
end
