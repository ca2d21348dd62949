/**
 * One turn of one process, atomic: it says what became of its units, then asks for new ones. Redis's clock alone
 * counts. Keys: 1 the marker of the ledger, 2 the processes, 3 the pauses, then two for each limit of the turn: its
 * units (a sorted set, `token:weight` by the instant of return) and its book (settings and the sum of the weights).
 */
export const turnScript: string = `
local turn = cjson.decode(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- Clients queue commands while they are cut off. A turn that its process gave up must not happen after all.
if turn.by > 0 and now > turn.by then return cjson.encode({ late = true, now = now }) end

-- The marker tells an old ledger from one that was lost: Redis restarted empty or from a snapshot, failed over, or
-- was flushed. Only who remembers an epoch can know that there was one: a first start need not wait.
local mark = redis.call('HMGET', KEYS[1], 'epoch', 'lost', 'run')
local epoch, lost, run = tonumber(mark[1]), tonumber(mark[2]) or 0, mark[3] or ''
local here = run
if turn.join or not epoch then
  local told, info = pcall(redis.call, 'INFO', 'server')
  here = told and type(info) == 'string' and string.match(info, 'run_id:(%w+)') or run
end
local replaced = run ~= '' and here ~= run
local doubted = turn.epoch > 0 and turn.epoch ~= epoch and lost == 0 and epoch and now - epoch < turn.deadMs
if not epoch or replaced then
  lost = (replaced or turn.epoch > 0) and now or 0
  epoch = now
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'lost', lost, 'run', here)
elseif doubted then
  lost = now
  redis.call('HSET', KEYS[1], 'lost', lost)
end
redis.call('PEXPIRE', KEYS[1], 604800000)

-- Who is there. A process that fell silent may be dead, or cut off and using its share on its own: for a while its
-- share is kept for it.
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - turn.deadMs)
redis.call('ZREMRANGEBYSCORE', KEYS[2], now + turn.deadMs, '+inf')
if turn.bye then redis.call('ZREM', KEYS[2], turn.me) else redis.call('ZADD', KEYS[2], now, turn.me) end
redis.call('PEXPIRE', KEYS[2], turn.deadMs)
local processes = redis.call('ZCARD', KEYS[2])
local kept = 0
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - turn.silentMs)) do
  kept = kept + (tonumber(string.match(name, '|(.+)$')) or 1 / processes)
end
kept = math.min(kept, 1)

-- Pauses: only ever longer.
for _, pause in ipairs(turn.pauses) do
  local known = tonumber(redis.call('HGET', KEYS[3], pause[1])) or 0
  if now + pause[2] > known then redis.call('HSET', KEYS[3], pause[1], now + pause[2]) end
end
local paused, pauses, lastAt = {}, {}, 0
local all = redis.call('HGETALL', KEYS[3])
for at = 1, #all, 2 do
  local untilAt = tonumber(all[at + 1])
  if untilAt > now then
    paused[all[at]] = untilAt
    table.insert(pauses, { all[at], untilAt - now })
    lastAt = math.max(lastAt, untilAt)
  else
    redis.call('HDEL', KEYS[3], all[at])
  end
end
if lastAt > 0 then redis.call('PEXPIREAT', KEYS[3], lastAt) end
local function weightOf(member) return tonumber(string.match(member, ':([^:]+)$')) end

-- One limit's book. Where processes disagree, the stricter setting counts for as long as somebody uses it.
local differs = {}
local function openBook(i, own)
  local limit = { units = KEYS[2 * i + 2], book = KEYS[2 * i + 3], key = own[3] }
  local old = redis.call('HMGET', limit.book, 'cap', 'capAt', 'win', 'winAt', 'total')
  limit.cap, limit.capAt, limit.win, limit.winAt = own[1], now, own[2], now
  local cap, capAt, win, winAt = tonumber(old[1]), tonumber(old[2]), tonumber(old[3]), tonumber(old[4])
  if cap and now - capAt >= turn.deadMs then cap = nil end
  if win and now - winAt >= turn.deadMs then win = nil end
  if (cap and cap ~= own[1]) or (win and win ~= own[2]) then
    table.insert(differs, { i, cap or own[1], win or own[2] })
  end
  if cap and cap < own[1] then limit.cap, limit.capAt = cap, capAt end
  if win and win > own[2] then limit.win, limit.winAt = win, winAt end
  -- No unit can return later than this, unless Redis's clock was set back.
  local latestAt = now + limit.win + turn.leaseMs + 1
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
  return limit
end

local limits = {}
for i, own in ipairs(turn.limits) do limits[i] = openBook(i, own) end
local function put(limit, token, weight, untilAt)
  if redis.call('ZADD', limit.units, untilAt, token .. ':' .. weight) == 1 then
    limit.total = limit.total + weight
  end
end
local function drop(limit, token, weight)
  if redis.call('ZREM', limit.units, token .. ':' .. weight) == 1 then limit.total = limit.total - weight end
end

-- What became of units, told as often as it takes: 'h' held, 'a' answered so long ago, 'f' never used. Units that
-- Redis has not heard of were taken alone, or before it lost its memory: they count all the same.
for _, fact in ipairs(turn.facts) do
  for _, share in ipairs(fact[4]) do
    local limit = limits[share[1]]
    local restsUntilAt = now - fact[3] + limit.win + 1
    if fact[1] == 'h' then
      put(limit, fact[2], share[2], now + limit.win + turn.leaseMs)
    elseif fact[1] == 'a' and restsUntilAt > now then
      put(limit, fact[2], share[2], restsUntilAt)
    else
      drop(limit, fact[2], share[2])
    end
  end
end

-- 0 where the weight fits; else when to look again, in milliseconds. A unit in flight returns one window after its
-- answer, so not before a window from now.
local function waitFor(limit, weight, upTo)
  local closedUntilAt = paused[limit.key] or 0
  if lost > 0 then closedUntilAt = math.max(closedUntilAt, lost + math.min(limit.win, turn.closedMs) + 1000) end
  if closedUntilAt > now then return closedUntilAt - now end
  local bound = math.min(upTo, math.max(1, math.floor(limit.cap * (1 - kept) + 1e-9)))
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
for j, ask in ipairs(turn.asks) do
  local count, wait = 0, (paused[''] or now) - now
  while wait == 0 and count < ask[2] do
    for _, share in ipairs(ask[3]) do
      local i = share[1]
      local own = blocked[i] or waitFor(limits[i], share[2], share[3])
      if own > 0 then blocked[i] = own end
      wait = math.max(wait, own)
    end
    if wait == 0 then
      for _, share in ipairs(ask[3]) do
        local limit = limits[share[1]]
        put(limit, turn.id .. '.' .. (ask[1] + count), share[2], now + limit.win + turn.leaseMs)
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
  redis.call('PEXPIRE', limit.units, limit.win + turn.leaseMs + 1000)
  redis.call('PEXPIRE', limit.book, limit.win + turn.leaseMs + 1000)
end

return cjson.encode({ now = now, epoch = epoch, lostMs = lost > 0 and now - lost or -1, processes = processes,
  given = given, waits = waits, pauses = pauses, differs = differs })
`;
