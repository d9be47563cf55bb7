--[[ partition_verify_1
Whether the partition still has what its caller has seen of it: what a server asks whenever it has connected anew. A
Redis that fell back and was written to since is found by the entry that its caller knows the tag of.

KEYS    meta:hash events:stream
ARGV    epoch:int known:int marked:int tag:hex
REPLY   status:text now:ms seq:int
FLAGS   no-writes
]]

--- The number of an entry's first event, and its tag.
local function read_entry(entry)
  local first, tag = entry[2][2]:match('^(%d+) %d+ %d+ (%x+)$')
  if not int(first) then fail('broken entry') end
  return int(first), tag
end

--- Whether the entry that ends at `marked` has another tag, or is missing though nothing was trimmed there.
local function has_other_entry(events, marked, tag)
  local entry = redis.call('XRANGE', events, marked .. '-0', marked .. '-0')[1]
  if entry then
    local _, found = read_entry(entry)
    return found ~= tag
  end
  local oldest = redis.call('XRANGE', events, '-', '+', 'COUNT', 1)[1]
  return not oldest or (read_entry(oldest)) <= marked
end

local function partition_verify(keys, argv)
  expect_arguments(keys, 2, argv, 4)
  local meta, events = unpack(keys)
  local epoch, known, marked, tag = int(argv[1]), int(argv[2]), int(argv[3]), argv[4]
  if not (epoch and known and marked and is_tag(tag)) then fail('broken argument') end
  local partition = read_meta(meta)
  if not partition then return { 'absent', 0, 0 } end
  local now, seq = partition.now, partition.seq
  if partition.epoch ~= epoch then return { 'epoch', now, seq, partition.epoch } end
  if seq < known or marked > 0 and has_other_entry(events, marked, tag) then return { 'rolled_back', now, seq } end
  if partition.frozen then return { 'frozen', now, seq, partition.frozen } end
  return { 'ok', now, seq }
end

redis.register_function { function_name = 'partition_verify_1', callback = partition_verify, flags = { 'no-writes' } }
