--[[ pools_read_1
The partition as of one sequence number: its :meta, its offers and its pools, and the partition time to read them by.

KEYS    meta:hash offers:hash pools:hash
ARGV    none
REPLY   status:text now:ms seq:int meta:map offers:map pools:map
FLAGS   no-writes
]]
local function pools_read(keys, argv)
  expect_arguments(keys, 3, argv, 0)
  local meta, offers, pools = unpack(keys)
  local partition = read_meta(meta)
  if not partition then return { 'absent', 0, 0 } end
  return {
    'ok', partition.now, partition.seq,
    redis.call('HGETALL', meta), redis.call('HGETALL', offers), redis.call('HGETALL', pools)
  }
end

redis.register_function { function_name = 'pools_read_1', callback = pools_read, flags = { 'no-writes' } }
