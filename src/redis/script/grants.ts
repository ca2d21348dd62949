// A part of the sync script, in Lua. Grants what the message asks for, writes the books and replies.
export const grantPermits: string = `
-- A permit is granted so long before its unit returns, to a process that comes when it was told to. Any other may have what
-- returns in half of that, which is when those who were told of it come.
local function aheadOf(limit) return math.min(limit.ahead, limit.win / 5) end
-- What one process may have of a limit if all have the same.
local function shareOf(limit) return math.max(1, math.ceil(limit.most / math.max(1, groups[limit.group].count))) end

-- When the unit returns that has so many before it from an instant on; nil where none is known to.
local function returnsFrom(limit, fromAt, skipped)
  local found = redis.call('ZRANGEBYSCORE', limit.units, whole(fromAt), '+inf', 'WITHSCORES', 'LIMIT', skipped, 1)
  local at = tonumber(found[2])
  return at and at <= now + limit.win + 1 and at or nil
end

-- Each message that has to wait is told of another unit, in the order in which they return: all would come for one. Whoever
-- comes has a share of those that return soon after it as well, so the next is told of one beyond them.
-- 'told' is the instant of the last one told of, 'toldCount' how many from that instant on are somebody's.
local function nextInLine(limit, earliestAt)
  local stepMs = aheadOf(limit) / 2
  local share = stepMs > 0 and shareOf(limit) or 1
  local at = nil
  if limit.told >= earliestAt then
    at = returnsFrom(limit, limit.told, limit.toldCount)
    local later = stepMs > 0 and returnsFrom(limit, limit.told + stepMs, 0)
    if later and (not at or later < at) then at = later end
  end
  -- All that are known to return were told of, or they have returned.
  at = at or earliestAt
  limit.told, limit.toldCount = at, (at == limit.told and limit.toldCount or 0) + share
  return at
end

-- The units that return next, at most so many as one message looks at.
local function nextOf(limit)
  if not limit.next then
    limit.next = {}
    local found = redis.call('ZRANGE', limit.units, 0, 63, 'WITHSCORES')
    for at = 1, #found, 2 do
      table.insert(limit.next, { member = found[at], at = tonumber(found[at + 1]), weight = weightOf(found[at]) })
    end
  end
  return limit.next
end

-- From when on the weight fits: now, or the instant at which enough units have returned, where that is near. Else nothing, and
-- when to look again. A unit in flight returns one window after its answer, so not before a window from now.
local function fitsFrom(limit, weight, upTo, place, count)
  local closedUntilAt = math.max(paused[limit.group][limit.key] or 0, opens)
  if lost > 0 then closedUntilAt = math.max(closedUntilAt, lost + math.min(limit.win, said.closedMs) + 1000) end
  if closedUntilAt > now then return nil, closedUntilAt end
  local bound = math.min(upTo, limit.most)
  local missing = limit.total + weight - bound
  if missing <= 1e-9 then return now end
  if weight > bound then return nil, now + 250 end
  local leadMs = aheadOf(limit) / 2
  local aheadMs = place == 'due' and count < shareOf(limit) and 2 * leadMs or leadMs
  local backAt, latestAt = now, now + limit.win + 1
  for _, unit in ipairs(nextOf(limit)) do
    backAt = unit.at
    missing = missing - unit.weight
    if missing <= 1e-9 then break end
  end
  if missing <= 1e-9 and backAt <= now + aheadMs then return backAt end
  backAt = backAt > now and math.min(backAt, latestAt) or latestAt
  return nil, math.max(now + 1, (place == 'later' and backAt or nextInLine(limit, backAt)) - leadMs)
end

-- A permit that begins later takes the place of units that return by then, so that the total is at any instant what is in use:
-- of theirs until they return, and from its beginning on of its own.
local function take(limit, token, weight, upTo, fromAt)
  local left = limit.total + weight > math.min(upTo, limit.most) + 1e-9 and weight or 0
  local next = left > 0 and nextOf(limit) or {}
  for at = #next, 1, -1 do
    local unit = next[at]
    if unit.at <= fromAt and unit.weight <= left + 1e-9 then
      redis.call('ZREM', limit.units, unit.member)
      limit.total, left = limit.total - unit.weight, left - unit.weight
      table.remove(next, at)
    end
  end
  put(limit, token, weight, now + limit.win + said.leaseMs)
end

-- All linked limits or none. The first to ask keeps its place: later asks do not eat what it waits for.
local given, starts, waits, blocked = {}, {}, {}, {}
local pausedUntilAt = math.max(paused[1][''] or now, paused[2][''] or now)
for j, ask in ipairs(said.asks) do
  local count, lookAt = 0, pausedUntilAt
  starts[j] = {}
  while lookAt == now and count < ask[2] do
    local fromAt = now
    for _, charge in ipairs(ask[3]) do
      local i = charge[1]
      local fitsAt, againAt = nil, blocked[i]
      if not againAt then fitsAt, againAt = fitsFrom(limits[i], charge[2], charge[3], ask[4], count) end
      blocked[i] = againAt
      lookAt = math.max(lookAt, againAt or now)
      fromAt = math.max(fromAt, fitsAt or now)
    end
    if lookAt == now then
      for _, charge in ipairs(ask[3]) do
        take(limits[charge[1]], said.id .. '.' .. (ask[1] + count), charge[2], charge[3], fromAt)
      end
      if fromAt > now then table.insert(starts[j], fromAt - now) end
      count = count + 1
    end
  end
  given[j], waits[j] = count, lookAt - now
end

for _, limit in ipairs(limits) do
  if redis.call('ZCARD', limit.units) == 0 then limit.total = 0 end
  redis.call('HSET', limit.book, 'cap', limit.cap, 'capAt', limit.capAt, 'win', limit.win, 'winAt', limit.winAt,
    'total', limit.total, 'told', whole(limit.told), 'toldCount', limit.toldCount,
    'ahead', limit.ahead, 'aheadAt', limit.aheadAt)
  redis.call('PEXPIRE', limit.units, limit.win + said.leaseMs + 1000)
  redis.call('PEXPIRE', limit.book, limit.win + said.leaseMs + 1000)
end

return cjson.encode({ now = now, epoch = epoch, lostMs = lost > 0 and now - lost or -1,
  groups = { { groups[1].count, groups[1].from, groups[1].to }, { groups[2].count, groups[2].from, groups[2].to } },
  flightMs = groups[1].flightMs, lifts = lifts, given = given, starts = starts, waits = waits, pauses = pauses, differs = differs })
`;
