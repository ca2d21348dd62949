// A part of the sync script, in Lua. The processes of each group, and which slice of the limits each process holds.
export const openGroups: string = `
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

-- The part of the whole that is meant for us once all processes know of each other.
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
  -- A process that was forgotten holds no more than what no other got since.
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

`;
