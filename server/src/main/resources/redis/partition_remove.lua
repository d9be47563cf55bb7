--[[ partition_remove_1
Removes the partition of a closed session, all of which is in the ledger. Redis frees the memory beside its work.

keys    how many were removed; 0: none, as the ledger is not where the partition is

KEYS    meta:hash offers:hash pools:hash orders:hash taken:hash commands:hash events:stream holds:zset viewers:hash payments:hash refunds:hash
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex ledger:text seq:int
REPLY   status:text now:ms seq:int keys:int
FLAGS   allow-oom
]]
local function partition_remove(keys, argv)
  expect_arguments(keys, 11, argv, 9)
  local meta, offers, pools, orders, taken, commands, events, holds, viewers, payments, refunds = unpack(keys)
  local ledger, seq = unpack(argv, 8)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal and refusal[1] ~= 'closed' then return refusal end
  if not int(seq) then fail('broken argument') end
  if not refusal then return { 'session_state', partition.now, partition.seq, partition.state } end
  if redis.call('HGET', meta, 'ledger') ~= ledger then return { 'foreign', partition.now, partition.seq } end
  if partition.seq ~= int(seq) then return { 'ok', partition.now, partition.seq, 0 } end

  local removed = redis.call(
    'UNLINK', meta, offers, pools, orders, taken, commands, events, holds, viewers, payments, refunds)
  return { 'ok', partition.now, partition.seq, removed }
end

redis.register_function { function_name = 'partition_remove_1', callback = partition_remove, flags = { 'allow-oom' } }
