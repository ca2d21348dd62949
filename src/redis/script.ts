/**
 * One message of one process, atomic: it says what became of its permits, then asks for new ones. Redis's clock alone
 * counts. There are two groups of processes: 1, all of the prefix, which share the limits of the IP, and 2, those of one
 * account. Keys: 1 the marker of the ledger; 2 and 3 the processes of group 1 and what is paused for them; 4 and 5 the
 * same of group 2; then two for each limit of the message: its units (a sorted set, `token:weight` by the instant of
 * return) and its book (settings and the sum of the weights).
 */
export const syncScript: string = `
local said = cjson.decode(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function whole(number) return string.format('%.0f', number) end

-- Clients queue commands while they are cut off. A message that its process gave up must not be heard after all.
if said.by > 0 and now > said.by then return cjson.encode({ late = true, now = now }) end

-- The marker tells an old ledger from one that was lost: Redis restarted empty or from a snapshot, failed over, or
-- was flushed. Only who remembers an epoch can know that there was one. A first start need not wait, unless it follows
-- an outage: then those who remember have a moment to say so.
local liftField = { 'lifts:' .. said.groups[1], 'lifts:' .. said.groups[2] }
local mark = redis.call('HMGET', KEYS[1], 'epoch', 'lost', 'run', 'opens', liftField[1], liftField[2], 'heard')
local epoch, lost, run = tonumber(mark[1]), tonumber(mark[2]) or 0, mark[3] or ''
local opens = tonumber(mark[4]) or 0
local lifts = { tonumber(mark[5]) or 0, tonumber(mark[6]) or 0 }
local here, upMs = run, nil
if said.away or said.missed or not epoch then
  local told, info = pcall(redis.call, 'INFO', 'server')
  info = told and type(info) == 'string' and info or ''
  here = string.match(info, 'run_id:(%w+)') or run
  upMs = (tonumber(string.match(info, 'uptime_in_seconds:(%d+)')) or 0) * 1000
end
-- Nobody was heard for almost as long as it takes to forget everybody: all may be on their own.
local heard = tonumber(mark[7]) or now
local longAway = now - heard >= said.deadMs - said.silentMs
-- Nobody was heard while those who remember were to call: they still are.
local unheard = now - heard >= said.silentMs and lost > 0 and heard - lost < said.deadMs
local replaced = run ~= '' and here ~= run
local doubted = said.epoch > 0 and said.epoch ~= epoch and lost == 0 and epoch and now - epoch < said.deadMs
if not epoch or replaced then
  lost = (replaced or said.epoch > 0) and now or 0
  epoch = now
  opens = said.missed and upMs < 10000 and now + said.freshMs or 0
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'lost', lost, 'run', here, 'opens', opens)
elseif doubted or unheard or (said.epoch == epoch and longAway) then
  lost = now
  redis.call('HSET', KEYS[1], 'lost', lost)
elseif said.missed and (longAway or (upMs < 10000 and now - epoch < said.freshMs and opens < epoch))
  or (heard < opens and now - heard >= said.silentMs) then
  opens = now + said.freshMs
  redis.call('HSET', KEYS[1], 'opens', opens)
end
redis.call('HSET', KEYS[1], 'heard', now)
redis.call('PEXPIRE', KEYS[1], 604800000)
-- Until everybody who may hold a slice has called, nobody gets more than he had.
local settled = now >= opens and (lost == 0 or now - lost >= said.deadMs)

-- Members of a group, id by id: when seen, 1 if on its own, the slice that it holds, the slice that it was told, its
-- share if the user set it (else -1), and how long its permits are under way.
local parts = 720720
local function readMembers(key)
  local members, found = {}, redis.call('HGETALL', key)
  for at = 1, #found, 2 do
    local member = {}
    for word in string.gmatch(found[at + 1], '%S+') do member[#member + 1] = tonumber(word) end
    -- Silent for too long, or seen by a clock that was set back since.
    if #member ~= 8 or math.abs(now - member[1]) >= said.deadMs then
      redis.call('HDEL', key, found[at])
    else
      members[found[at]] = member
    end
  end
  return members
end

-- The part of the whole that is meant for us once everybody knows of everybody.
local function targetOf(members)
  local ids, set, unset = {}, 0, 0
  for id, member in pairs(members) do
    table.insert(ids, id)
    if member[7] >= 0 then set = set + member[7] else unset = unset + 1 end
  end
  table.sort(ids)
  local shrink, rest, from = 1 / math.max(1, set), math.max(0, 1 - set), 0
  for _, id in ipairs(ids) do
    local width = members[id][7] >= 0 and members[id][7] * shrink or rest / unset
    if id == said.id then
      return math.floor(from * parts + 0.01), math.min(parts, math.floor((from + width) * parts + 0.01))
    end
    from = from + width
  end
end

-- The longest piece of a slice that no other member holds or was told.
local function freePiece(members, from, to)
  local taken = { { to, to } }
  for id, member in pairs(members) do
    if id ~= said.id then
      for at = 3, 5, 2 do
        if member[at] < member[at + 1] then table.insert(taken, { member[at], member[at + 1] }) end
      end
    end
  end
  table.sort(taken, function(a, b) return a[1] < b[1] end)
  local best, bestTo = from, from
  for _, one in ipairs(taken) do
    local untilHere = math.min(one[1], to)
    if untilHere - from > bestTo - best then best, bestTo = from, untilHere end
    from = math.max(from, one[2])
  end
  return best, bestTo
end

local function openGroup(g)
  local key, mine = KEYS[2 * g], said.slices[g]
  local members = readMembers(key)
  local from, to = mine[1], mine[2]
  -- Who was forgotten holds no more than what nobody else got since.
  if not members[said.id] and settled then from, to = freePiece(members, from, to) end
  local me = { now, said.away and 1 or 0, from, to, from, to, said.share, said.flightMs }
  members[said.id] = me
  if said.bye then
    members[said.id] = nil
    redis.call('HDEL', key, said.id)
  else
    if settled and (not said.away or from >= to) then me[5], me[6] = freePiece(members, targetOf(members)) end
    redis.call('HSET', key, said.id, table.concat(me, ' '))
  end
  redis.call('PEXPIRE', key, said.deadMs)
  local group = { count = 0, from = me[5], to = me[6], flightMs = 0, kept = {} }
  for id, member in pairs(members) do
    group.count = group.count + 1
    group.flightMs = math.max(group.flightMs, member[8])
    -- It may be dead, or cut off and using its slice on its own.
    if id ~= said.id and (member[2] == 1 or member[1] <= now - said.silentMs) then
      table.insert(group.kept, math.max(member[4] - member[3], member[6] - member[5]) / parts)
    end
  end
  return group
end
local groups = { openGroup(1), openGroup(2) }
local function keptUnits(limit)
  local units = 0
  for _, width in ipairs(groups[limit.group].kept) do units = units + math.ceil(width * limit.cap - 1e-9) end
  return units
end

-- Pauses: only ever longer, until they are lifted by hand; who has not heard of that yet has nothing to say.
local paused, pauses = { {}, {} }, {}
for g = 1, 2 do
  if said.resume then
    lifts[g] = redis.call('HINCRBY', KEYS[1], liftField[g], 1)
    redis.call('DEL', KEYS[2 * g + 1])
  end
end
for _, pause in ipairs(said.pauses) do
  local g, key, left = pause[1], KEYS[2 * pause[1] + 1], math.min(pause[3], said.longestPauseMs)
  local heard = said.resume or said.lifts[g] < 0 or said.lifts[g] >= lifts[g]
  local known = tonumber(redis.call('HGET', key, pause[2])) or 0
  -- What no message can have said is no pause: an older version, or somebody else, wrote it.
  if not (known <= now + said.longestPauseMs) then known = 0 end
  if heard and now + left > known then redis.call('HSET', key, pause[2], whole(now + left)) end
end
for g = 1, 2 do
  local key, lastAt = KEYS[2 * g + 1], 0
  local all = redis.call('HGETALL', key)
  for at = 1, #all, 2 do
    local untilAt = tonumber(all[at + 1]) or 0
    if untilAt > now and untilAt <= now + said.longestPauseMs then
      paused[g][all[at]] = untilAt
      table.insert(pauses, { g, all[at], math.ceil(untilAt - now) })
      lastAt = math.max(lastAt, untilAt)
    else
      redis.call('HDEL', key, all[at])
    end
  end
  if lastAt > 0 then redis.call('PEXPIREAT', key, whole(math.ceil(lastAt))) end
end
local function weightOf(member) return tonumber(string.match(member, ':([^:]+)$')) end

-- One limit's book. Where processes disagree, the stricter setting counts for as long as somebody uses it.
local differs = {}
local function openBook(i, own)
  local limit = { units = KEYS[2 * i + 4], book = KEYS[2 * i + 5], group = own[3], key = own[4] }
  local old = redis.call('HMGET', limit.book, 'cap', 'capAt', 'win', 'winAt', 'total')
  limit.cap, limit.capAt, limit.win, limit.winAt = own[1], now, own[2], now
  local cap, capAt, win, winAt = tonumber(old[1]), tonumber(old[2]), tonumber(old[3]), tonumber(old[4])
  if cap and now - capAt >= said.deadMs then cap = nil end
  if win and now - winAt >= said.deadMs then win = nil end
  if (cap and cap ~= own[1]) or (win and win ~= own[2]) then
    table.insert(differs, { i, cap or own[1], win or own[2] })
  end
  if cap and cap < own[1] then limit.cap, limit.capAt = cap, capAt end
  if win and win > own[2] then limit.win, limit.winAt = win, winAt end
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

-- What became of permits, told as often as it takes: 'h' held, 'a' answered so long ago, 'f' never used. Units that
-- Redis has not heard of were taken alone, or before it lost its memory: they count all the same.
for _, report in ipairs(said.reports) do
  for _, charge in ipairs(report[4]) do
    local limit = limits[charge[1]]
    local restsUntilAt = now - report[3] + limit.win + 1
    if report[1] == 'h' then
      put(limit, report[2], charge[2], now + limit.win + said.leaseMs)
    elseif report[1] == 'a' and restsUntilAt > now then
      put(limit, report[2], charge[2], restsUntilAt)
    else
      drop(limit, report[2], charge[2])
    end
  end
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
  return math.max(1, backAt - now)
end

-- All linked limits or none. Who asks first keeps its place: later asks do not eat what it waits for.
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
    'total', limit.total)
  redis.call('PEXPIRE', limit.units, limit.win + said.leaseMs + 1000)
  redis.call('PEXPIRE', limit.book, limit.win + said.leaseMs + 1000)
end

return cjson.encode({ now = now, epoch = epoch, lostMs = lost > 0 and now - lost or -1,
  groups = { { groups[1].count, groups[1].from, groups[1].to }, { groups[2].count, groups[2].from, groups[2].to } },
  flightMs = groups[1].flightMs, lifts = lifts, given = given, waits = waits, pauses = pauses, differs = differs })
`;
