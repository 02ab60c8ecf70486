-- Frees the data of items that the index no longer names. KEYS: 1 the index of items, then the items' own keys. ARGV: their names
for i, name in ipairs(ARGV) do
  local entry = redis.call('HGET', KEYS[1], name)
  if not entry or not entry:find('^[2346]') then redis.call('UNLINK', KEYS[i + 1]) end
end
return {}
