if isOpen and redis.call('HGET', KEYS[2], ARGV[3]) == '3::' then
  local stored = redis.call('HGET', KEYS[4], ARGV[4])
  if stored then return {stored} end
end
