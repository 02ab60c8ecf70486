-- Answers 0 where there is nothing, 1 and when to look again where the session lives, 2 and what it was where it has been removed.
if not exists then return {0} end
if isAlive then return {1, string.format('%.0f', deadline)} end
local left = collections()
removeAll()
return {2, user, mark, left}
