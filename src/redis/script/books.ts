// A part of the sync script, in Lua. The books of the limits, and what became of the permits that the message reports on.
export const openBooks: string = `
local function weightOf(member) return tonumber(string.match(member, ':([^:]+)$')) end

-- One limit's book. Where processes disagree, the stricter setting counts for as long as a process uses it.
local differs = {}
local function openBook(i, own)
  local limit = { units = KEYS[2 * i + 4], book = KEYS[2 * i + 5], group = own[3], key = own[4] }
  local old = redis.call('HMGET', limit.book, 'cap', 'capAt', 'win', 'winAt', 'total', 'told', 'toldCount', 'ahead', 'aheadAt')
  limit.told, limit.toldCount = tonumber(old[6]) or 0, tonumber(old[7]) or 0
  limit.cap, limit.capAt, limit.win, limit.winAt = own[1], now, own[2], now
  local cap, capAt, win, winAt = tonumber(old[1]), tonumber(old[2]), tonumber(old[3]), tonumber(old[4])
  if cap and now - capAt >= said.deadMs then cap = nil end
  if win and now - winAt >= said.deadMs then win = nil end
  if (cap and cap ~= own[1]) or (win and win ~= own[2]) then
    table.insert(differs, { i, cap or own[1], win or own[2] })
  end
  if cap and cap < own[1] then limit.cap, limit.capAt = cap, capAt end
  if win and win > own[2] then limit.win, limit.winAt = win, winAt end
  -- The longest that any process asked for holds for all: who sees further ahead would be served before others.
  local ahead, aheadAt = tonumber(old[8]) or 0, tonumber(old[9]) or 0
  limit.ahead, limit.aheadAt = said.aheadMs or 0, now
  if said.aheadMs and ahead > said.aheadMs and now - aheadAt < said.deadMs then limit.ahead, limit.aheadAt = ahead, aheadAt end
  -- No unit can return later than this, unless Redis's clock was set back.
  local latestAt = now + limit.win + said.leaseMs + 1
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', limit.units, '(' .. latestAt, '+inf')) do
    redis.call('ZADD', limit.units, now + limit.win + 1, member)
  end
  limit.total = tonumber(old[5])
  local gone = redis.call('ZRANGEBYSCORE', limit.units, '-inf', now)
  if #gone > 0 then redis.call('ZREMRANGEBYSCORE', limit.units, '-inf', now) end
  if limit.total then
    for _, member in ipairs(gone) do limit.total = limit.total - weightOf(member) end
  else
    limit.total = 0
    for _, member in ipairs(redis.call('ZRANGE', limit.units, 0, -1)) do limit.total = limit.total + weightOf(member) end
  end
  -- Units that were not removed one by one are gone with their key.
  if limit.total > 0.001 and redis.call('ZCARD', limit.units) == 0 then loseLedger() end
  limit.most = limit.cap - keptUnits(limit)
  return limit
end

local limits = {}
for i, own in ipairs(said.limits) do limits[i] = openBook(i, own) end
local function put(limit, token, weight, untilAt)
  if redis.call('ZADD', limit.units, untilAt, token .. ':' .. weight) == 1 then
    limit.total = limit.total + weight
  end
end
local function drop(limit, token, weight)
  if redis.call('ZREM', limit.units, token .. ':' .. weight) == 1 then limit.total = limit.total - weight end
end

-- What became of permits, repeated as often as it takes: 'h' held, 'a' answered so long before the message left, 'f' never
-- used, and to begin in so long at most. Units that Redis has not heard of were taken alone, or before it lost its memory: they
-- count all the same. Of a permit that was to begin later, the unit that it was to follow is in use until then.
local leftAt = (said.leftAt or 0) > 0 and math.min(now, said.leftAt) or now
for _, report in ipairs(said.reports) do
  for _, charge in ipairs(report[4]) do
    local limit = limits[charge[1]]
    local restsUntilAt = leftAt - report[3] + limit.win + 1
    if report[1] == 'h' then
      put(limit, report[2], charge[2], now + limit.win + said.leaseMs)
    elseif report[1] == 'a' and restsUntilAt > now then
      put(limit, report[2], charge[2], restsUntilAt)
    elseif report[1] == 'f' and report[3] > 0 then
      redis.call('ZADD', limit.units, 'XX', now + report[3], report[2] .. ':' .. charge[2])
    else
      drop(limit, report[2], charge[2])
    end
  end
end

`;
