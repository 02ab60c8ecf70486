-- ARGV: 2 user. Answers 1 and the session if it is alive and the user's, else 0.
if not isAlive or user ~= ARGV[2] then return {0} end
return {1, snapshot()}
