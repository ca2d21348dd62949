// A part of the sync script, in Lua. What is paused for whom, and until when.
export const sharePauses: string = `
-- Pauses: only ever longer, until they are lifted by hand; pauses of a process that does not know of that yet are void.
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
  -- What no message can have said is no pause: an older version, or another program, wrote it.
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
`;
