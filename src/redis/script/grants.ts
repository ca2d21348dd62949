// A part of the sync script, in Lua. Grants what the message asks for, writes the books and replies.
export const grantPermits: string = `
-- Each message that has to wait is told of another unit, in the order in which they return: all would come for one.
-- 'told' is the instant of the last one told of, 'toldCount' how many of that instant were.
local function nextInLine(limit, earliestAt)
  if limit.told < earliestAt then limit.told, limit.toldCount = earliestAt, 0 end
  for _ = 1, 2 do
    local from = whole(limit.told)
    local found = redis.call('ZRANGEBYSCORE', limit.units, from, '+inf', 'WITHSCORES', 'LIMIT', limit.toldCount, 1)
    local at = tonumber(found[2])
    if at and at <= now + limit.win + 1 then
      limit.toldCount = at == limit.told and limit.toldCount + 1 or 1
      limit.told = at
      return at
    end
    -- All that are known to return were told of.
    limit.told, limit.toldCount = earliestAt, 0
  end
  return earliestAt
end

-- 0 where the weight fits; else when to look again, in milliseconds. A unit in flight returns one window after its
-- answer, so not before a window from now.
local function waitFor(limit, weight, upTo)
  local closedUntilAt = math.max(paused[limit.group][limit.key] or 0, opens)
  if lost > 0 then closedUntilAt = math.max(closedUntilAt, lost + math.min(limit.win, said.closedMs) + 1000) end
  if closedUntilAt > now then return closedUntilAt - now end
  local bound = math.min(upTo, limit.most)
  local missing = limit.total + weight - bound
  if missing <= 1e-9 then return 0 end
  if weight > bound then return 250 end
  local next = redis.call('ZRANGE', limit.units, 0, 63, 'WITHSCORES')
  local backAt = now + limit.win + 1
  for at = 1, #next, 2 do
    missing = missing - weightOf(next[at])
    if missing <= 1e-9 or at + 2 > #next then
      backAt = math.min(backAt, tonumber(next[at + 1]))
      break
    end
  end
  return math.max(1, nextInLine(limit, backAt) - now)
end

-- All linked limits or none. The first to ask keeps its place: later asks do not eat what it waits for.
local given, waits, blocked = {}, {}, {}
local pausedMs = math.max(paused[1][''] or now, paused[2][''] or now) - now
for j, ask in ipairs(said.asks) do
  local count, wait = 0, pausedMs
  while wait == 0 and count < ask[2] do
    for _, charge in ipairs(ask[3]) do
      local i = charge[1]
      local own = blocked[i] or waitFor(limits[i], charge[2], charge[3])
      if own > 0 then blocked[i] = own end
      wait = math.max(wait, own)
    end
    if wait == 0 then
      for _, charge in ipairs(ask[3]) do
        local limit = limits[charge[1]]
        put(limit, said.id .. '.' .. (ask[1] + count), charge[2], now + limit.win + said.leaseMs)
      end
      count = count + 1
    end
  end
  given[j], waits[j] = count, wait
end

for _, limit in ipairs(limits) do
  if redis.call('ZCARD', limit.units) == 0 then limit.total = 0 end
  redis.call('HSET', limit.book, 'cap', limit.cap, 'capAt', limit.capAt, 'win', limit.win, 'winAt', limit.winAt,
    'total', limit.total, 'told', whole(limit.told), 'toldCount', limit.toldCount)
  redis.call('PEXPIRE', limit.units, limit.win + said.leaseMs + 1000)
  redis.call('PEXPIRE', limit.book, limit.win + said.leaseMs + 1000)
end

return cjson.encode({ now = now, epoch = epoch, lostMs = lost > 0 and now - lost or -1,
  groups = { { groups[1].count, groups[1].from, groups[1].to }, { groups[2].count, groups[2].from, groups[2].to } },
  flightMs = groups[1].flightMs, lifts = lifts, given = given, waits = waits, pauses = pauses, differs = differs })
`;
