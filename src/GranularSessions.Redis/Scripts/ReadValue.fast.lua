if isOpen then
  local entry = redis.call('HGET', KEYS[2], ARGV[3])
  local version = entry and entry:match('^5::(%d+)$')
  local payload = version and redis.call('HGET', KEYS[3], '\0' .. ARGV[3])
  if payload then return {0, ARGV[1]:match('^%d+'), version, payload} end
end
