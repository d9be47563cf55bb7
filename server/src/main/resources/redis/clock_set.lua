--[[ clock_set_1
Takes a jump of Redis's clock out of the partition's time: time goes on from `target`, or from the last event where that
is later, for it never goes back. The clock's number tells whoever set out under the old one that its deadlines are void.

KEYS    meta:hash
ARGV    epoch:int clock:int target:ms
REPLY   status:text now:ms seq:int clock:int
FLAGS   allow-oom
]]
local function clock_set(keys, argv)
  expect_arguments(keys, 1, argv, 3)
  local meta = unpack(keys)
  local epoch, clock, target = int(argv[1]), int(argv[2]), int(argv[3])
  if not (epoch and clock and target) then fail('broken argument') end
  local partition = read_meta(meta)
  if not partition then return { 'absent', 0, 0 } end
  if partition.epoch ~= epoch then return { 'epoch', partition.now, partition.seq, partition.epoch } end
  if partition.clock ~= clock then return { 'clock', partition.now, partition.seq, partition.clock } end
  local now = math.max(target, partition.last)
  redis.call('HSET', meta, 'offset', now - partition_time(0, 0), 'clock', clock + 1)
  return { 'ok', now, partition.seq, clock + 1 }
end

redis.register_function { function_name = 'clock_set_1', callback = clock_set, flags = { 'allow-oom' } }
