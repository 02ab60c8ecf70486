-- What was not answered at once. joined.lua ends it.
local function decide()
