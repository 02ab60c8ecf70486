-- Exact arithmetic on 64-bit integers written in decimal: a Lua number is a double and exact to 53 bits only.
-- An integer is held as high * 10^9 + low with 0 <= low < 10^9, which makes it unique and ordered.
local BILLION = 1000000000
local SMALLEST, LARGEST = '-9223372036854775808', '9223372036854775807'

local function carried(high, low)
  local carry = math.floor(low / BILLION)
  return {high + carry, low - carry * BILLION}
end

local function parsed(decimal)
  local sign, digits = decimal:match('^(-?)0*(%d*)$')
  local high, low = tonumber(digits:sub(1, -10)) or 0, tonumber(digits:sub(-9)) or 0
  if sign == '-' then return carried(-high, -low) end
  return carried(high, low)
end

local function less(a, b) return a[1] < b[1] or (a[1] == b[1] and a[2] < b[2]) end

local function printed(a)
  local sign, high, low = '', a[1], a[2]
  if high < 0 then
    -- Not -low, which is a negative zero where low is zero.
    sign, high, low = '-', 0 - high, 0 - low
    if low < 0 then high, low = high - 1, low + BILLION end
  end
  return sign .. (high == 0 and text(low) or text(high) .. string.format('%09.0f', low))
end

-- A double holds integers of this size exactly, and the sum of two.
local SAFE = 1e15

-- The sum, or nil where it leaves the bounds, which lie within 64 bits.
local function added(decimal, by, min, max)
  local x, y = tonumber(decimal), tonumber(by)
  if math.abs(x) < SAFE and math.abs(y) < SAFE then
    -- Larger bounds lose digits here, and stay on their side of the sum.
    if x + y < tonumber(min) or x + y > tonumber(max) then return nil end
    return text(x + y)
  end
  local a, b = parsed(decimal), parsed(by)
  local sum = carried(a[1] + b[1], a[2] + b[2])
  if less(sum, parsed(min)) or less(parsed(max), sum) then return nil end
  return printed(sum)
end

local function isInteger(decimal)
  if not decimal:find('^-?%d+$') or #decimal > 20 then return false end
  local value = parsed(decimal)
  return not (less(value, parsed(SMALLEST)) or less(parsed(LARGEST), value))
end
