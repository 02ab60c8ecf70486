-- ARGV: 2 the user ('' anyone), 3 the only id ('' any), 4 the id to keep ('' none)
if not isAlive or not user then return {0} end
if (ARGV[2] ~= '' and user ~= ARGV[2]) or (ARGV[3] ~= '' and id ~= ARGV[3]) or id == ARGV[4] then return {0} end
local ended, left = snapshot(), collections()
removeAll()
return {1, ended, mark, left}
