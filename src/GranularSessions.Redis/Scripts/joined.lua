end

-- One text is cheaper than an array, and tells itself from the number that is answered at once.
local answer = decide()
if answer.err then return answer end
return table.concat(answer, ':')
