-- The names of the items that have a key of their own: sets, maps, lists and tokens.
local function collections()
  local names, fields = {}, redis.call('HGETALL', items)
  for i = 1, #fields, 2 do
    if fields[i + 1]:find('^[2346]') then names[#names + 1] = fields[i] end
  end
  return names
end
