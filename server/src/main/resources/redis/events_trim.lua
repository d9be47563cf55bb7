--[[ events_trim_1
Removes the oldest entries of the stream: those that end before a sequence number that the ledger is past. Redis lets go
of whole blocks of entries, so a few of them may stay.
It frees memory, so it also runs when memory is short.

removed  how many entries went, at most `limit`; 0: none is left that could go

KEYS    meta:hash events:stream
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex before:int limit:int
REPLY   status:text now:ms seq:int removed:int
FLAGS   allow-oom
]]
local function events_trim(keys, argv)
  expect_arguments(keys, 2, argv, 9)
  local meta, events = unpack(keys)
  local before, limit = unpack(argv, 8)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal then return refusal end
  if not (int(before) and int(limit) and int(limit) > 0) then fail('broken argument') end
  if int(before) > partition.seq then return { 'rolled_back', partition.now, partition.seq } end

  local removed = redis.call('XTRIM', events, 'MINID', '~', before .. '-0', 'LIMIT', limit)
  return { 'ok', partition.now, partition.seq, removed }
end

redis.register_function { function_name = 'events_trim_1', callback = events_trim, flags = { 'allow-oom' } }
