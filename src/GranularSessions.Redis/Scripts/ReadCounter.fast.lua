if isOpen and redis.call('HGET', KEYS[2], ARGV[5]) == '1::' then
  local value = redis.call('HGET', KEYS[3], ARGV[5])
  if value then return {value} end
end
