if isOpen then
  local value = redis.call('HGET', KEYS[3], ARGV[3])
  if value then return value end
end
