--[[ partition_freeze_1
Freezes a partition that has lost events: from now on nothing is sold or changed in it. A repeat keeps the first reason.

KEYS    meta:hash
ARGV    reason:text
REPLY   status:text now:ms seq:int
FLAGS   allow-oom
]]
local function partition_freeze(keys, argv)
  expect_arguments(keys, 1, argv, 1)
  local meta = unpack(keys)
  local partition = read_meta(meta)
  if not partition then return { 'absent', 0, 0 } end
  redis.call('HSETNX', meta, 'frozen', argv[1])
  return { 'ok', partition.now, partition.seq }
end

redis.register_function { function_name = 'partition_freeze_1', callback = partition_freeze, flags = { 'allow-oom' } }
