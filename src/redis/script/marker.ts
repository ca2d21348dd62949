// A part of the sync script, in Lua. Reads the message, and tells an old ledger from one that was lost.
export const openMarker: string = `
local said = cjson.decode(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function whole(number) return string.format('%.0f', number) end

-- Clients queue commands while they are cut off. A message that its process gave up must not be heard after all.
if said.by > 0 and now > said.by then return cjson.encode({ late = true, now = now }) end

-- The marker tells an old ledger from one that was lost: Redis restarted empty or from a snapshot, failed over, or
-- was flushed. Only a process that remembers an epoch can know that there was one. A first start need not wait, unless it follows
-- an outage: then processes that remember have a moment to say so.
local liftField = { 'lifts:' .. said.groups[1], 'lifts:' .. said.groups[2] }
local mark = redis.call('HMGET', KEYS[1], 'epoch', 'lost', 'run', 'opens', liftField[1], liftField[2], 'heard')
local epoch, lost, run = tonumber(mark[1]), tonumber(mark[2]) or 0, mark[3] or ''
local opens = tonumber(mark[4]) or 0
local lifts = { tonumber(mark[5]) or 0, tonumber(mark[6]) or 0 }
local here, upMs = run, nil
if said.away or said.missed or not epoch then
  local isTold, info = pcall(redis.call, 'INFO', 'server')
  info = isTold and type(info) == 'string' and info or ''
  here = string.match(info, 'run_id:(%w+)') or run
  upMs = (tonumber(string.match(info, 'uptime_in_seconds:(%d+)')) or 0) * 1000
end
-- No process was heard for almost as long as it takes to forget all of them: all may be on their own.
local heard = tonumber(mark[7]) or now
local longAway = now - heard >= said.deadMs - said.silentMs
-- No process was heard while those that remember were to call: they still are.
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
-- Until every process that may hold a slice has called, none gets more than it had.
local settled = now >= opens and (lost == 0 or now - lost >= said.deadMs)
-- A part of the ledger is missing: what it knew has to be told again.
local function loseLedger()
  lost, settled = now, false
  redis.call('HSET', KEYS[1], 'lost', lost)
end

`;
