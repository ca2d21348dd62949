// A part of the sync script, in Lua. The processes of each group, and which slice of the limits each process holds.
export const openGroups: string = `
-- Members of a group, id by id: when seen, 1 if on its own (else for how long it may be silent; 0: it did not say), the slice
-- that it holds, the slice that it was told, its share if the user set it (else -1), and how long its permits are under way.
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

-- The part of the whole that is meant for each once all processes know of each other.
local function targetsOf(members)
  local ids, set, unset = {}, 0, 0
  for id, member in pairs(members) do
    table.insert(ids, id)
    if member[7] >= 0 then set = set + member[7] else unset = unset + 1 end
  end
  table.sort(ids)
  local shrink, rest, from, targets = 1 / math.max(1, set), math.max(0, 1 - set), 0, {}
  for _, id in ipairs(ids) do
    local width = members[id][7] >= 0 and members[id][7] * shrink or rest / unset
    targets[id] = { math.floor(from * parts + 0.01), math.min(parts, math.floor((from + width) * parts + 0.01)) }
    from = from + width
  end
  return targets
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

local function silentFrom(member) return member[1] + (member[2] > 1 and member[2] or said.silentMs) end

-- Where every slice is what it is meant to be and nobody is on its own, a group stays the same until somebody is silent for too
-- long: until when that holds for certain, else nil. A member that did not say how long it may be silent has another version,
-- whose messages change the group unseen.
local function stableUntil(members, targets)
  local untilAt = now + said.deadMs
  for id, member in pairs(members) do
    local target = targets[id]
    for at = 1, 2 do
      if member[at + 2] ~= target[at] or member[at + 4] ~= target[at] then return nil end
    end
    if member[2] <= 1 then return nil end
    untilAt = math.min(untilAt, silentFrom(member))
  end
  return untilAt > now and untilAt or nil
end

-- The group as it was when it was last looked through, if it is the same still: so a message costs the same however many
-- processes there are. It stands among the members, where every look
-- through them removes it, as no member: those of older versions too.
local lookedThrough = '*'
local function sameGroup(found, me)
  if not (found[1] and found[2] and settled) or said.away or said.bye then return nil end
  local at, untilAt, count, flightMs = string.match(found[1], '^(%d+) (%d+) (%d+) (%d+)$')
  at, untilAt, count, flightMs = tonumber(at), tonumber(untilAt), tonumber(count), tonumber(flightMs)
  local isSame = string.match(found[2], '^%S+ %S+ (.+) %S+$') == table.concat(me, ' ', 3, 7)
  if not isSame or now < at or now >= untilAt or silentFrom(me) < untilAt or me[8] > flightMs then return nil end
  return { count = count, from = me[5], to = me[6], flightMs = flightMs, kept = {} }
end

local function lookThrough(key, me)
  local members = readMembers(key)
  -- A process that was forgotten holds no more than what no other got since.
  if not members[said.id] and settled then me[3], me[4] = freePiece(members, me[3], me[4]) end
  me[5], me[6] = me[3], me[4]
  members[said.id] = me
  local targets = targetsOf(members)
  if said.bye then
    members[said.id] = nil
    redis.call('HDEL', key, said.id)
  elseif settled and (not said.away or me[3] >= me[4]) then
    me[5], me[6] = freePiece(members, targets[said.id][1], targets[said.id][2])
  end
  local group = { count = 0, from = me[5], to = me[6], flightMs = 0, kept = {} }
  for id, member in pairs(members) do
    group.count = group.count + 1
    group.flightMs = math.max(group.flightMs, member[8])
    -- It may be dead, or cut off and using its slice on its own.
    if id ~= said.id and (member[2] == 1 or silentFrom(member) <= now) then
      table.insert(group.kept, math.max(member[4] - member[3], member[6] - member[5]) / parts)
    end
  end
  -- What nobody has claimed after a loss may be used by a process whose client has not found the way back yet.
  local unclaimed = parts
  for _, member in pairs(members) do unclaimed = unclaimed - math.max(0, member[4] - member[3]) end
  if lost > 0 and now - lost < said.deadMs and unclaimed > group.count then
    table.insert(group.kept, unclaimed / parts)
  end
  local untilAt = settled and not said.bye and stableUntil(members, targets)
  if untilAt then
    redis.call('HSET', key, lookedThrough, table.concat({ now, untilAt, group.count, group.flightMs }, ' '))
  end
  return group
end

-- A process that Redis heard not long ago has to be a member, seen since then. If it is not, its row was evicted, this is a
-- replica that was behind, or the clock was set forward: units may be missing as well.
local function isMissing(row)
  local heardMs = said.heardMs or -1
  if heardMs < 0 or heardMs >= said.deadMs - said.silentMs then return false end
  return not row or now - tonumber(string.match(row, '^%S+')) > heardMs
end

local function openGroup(g)
  local key, mine = KEYS[2 * g], said.slices[g]
  local found = redis.call('HMGET', key, lookedThrough, said.id)
  if isMissing(found[2]) then loseLedger() end
  local me = { now, said.away and 1 or said.silenceMs or 0, mine[1], mine[2], mine[1], mine[2], said.share, said.flightMs }
  local group = sameGroup(found, me) or lookThrough(key, me)
  if not said.bye then redis.call('HSET', key, said.id, table.concat(me, ' ')) end
  redis.call('PEXPIRE', key, said.deadMs)
  return group
end
local groups = { openGroup(1), openGroup(2) }
local function keptUnits(limit)
  local units = 0
  for _, width in ipairs(groups[limit.group].kept) do units = units + math.ceil(width * limit.cap - 1e-9) end
  return units
end

`;
