if isOpen and redis.call('HGET', KEYS[2], ARGV[5]) == '3::' then
  local stored = redis.call('HGET', KEYS[4], ARGV[6])
  if stored then return {stored} end
end
