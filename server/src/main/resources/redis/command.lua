-- What the functions of a host's commands share: repeats and versions.

--- Whether the command (its id derived from the host's idempotency key) was carried out before: a reply or nil; then
--- whether it was; then the number it was remembered with.
local function refusal_of_command(partition, commands_key, command, fingerprint)
  local stored = redis.call('HGET', commands_key, command)
  if not stored then return nil, false end
  local before, seq = stored:match('^(%S+) (%d+)$')
  if not int(seq) then fail('broken command') end
  if before ~= fingerprint then return { 'idempotency_mismatch', partition.now, partition.seq }, true end
  return nil, true, int(seq)
end

local function remember_command(commands_key, command, fingerprint, seq)
  if command ~= '-' then
    redis.call('HSET', commands_key, command, fingerprint .. ' ' .. seq)
  end
end

--- Whether an expected version ('-' for any) does not hold.
local function is_conflict(expected, version)
  return expected ~= '-' and int(expected) ~= version
end
