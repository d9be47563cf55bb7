--[[ session_close_1
Seals an ended session of which the ledger has everything. The last event carries the final offers and pools, so that the
ledger alone can answer from then on; the partition refuses every call but its removal. A repeat changes nothing.
It leads to memory being freed, so it also runs when memory is short.

how     closed  it is sealed, now or since before
        behind  the partition is not where the ledger is; nothing was changed
        held    an order is not decided yet, or a refund not carried out; nothing was changed

KEYS    meta:hash offers:hash pools:hash events:stream
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex actor:text session:text seq:int
REPLY   status:text now:ms seq:int how:text
FLAGS   allow-oom
]]

--- field → value of a whole hash.
local function read_hash(key)
  local raw, values = redis.call('HGETALL', key), {}
  for i = 1, #raw, 2 do values[raw[i]] = raw[i + 1] end
  return values
end

local function is_anything_held(pools)
  for id, record in pairs(pools) do
    local pool = read_pool(record)
    if not pool then fail('broken pool ' .. id) end
    if pool.held > 0 then return true end
  end
  return false
end

local function seal(keys, argv, partition, offers_found, pools_found)
  local meta, offers, pools, events = unpack(keys)
  local actor, session = unpack(argv, 8)
  local document = redis.call('HGET', meta, 'doc') or fail('broken meta')
  local entry = begin_entry(events, partition, argv[1], argv[7])
  local body = 'closed ' .. (partition.version + 1) .. ' ' .. document
  local final = cjson.encode({ reason = 'closed for good', offers = offers_found, pools = pools_found })
  add_event(entry, 'session.closed', actor, '-', session, body, final)
  append_entry(entry)
  redis.call('HSET', meta, 'state', 'closed', 'version', partition.version + 1, 'pinned', '-')
  advance(meta, entry, partition, argv[7])
  return entry.seq
end

local function session_close(keys, argv)
  expect_arguments(keys, 4, argv, 10)
  local meta, offers, pools, events = unpack(keys)
  local actor, session, seq = unpack(argv, 8)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal and refusal[1] == 'closed' then return { 'ok', partition.now, partition.seq, 'closed' } end
  if refusal then return refusal end
  if not int(seq) then fail('broken argument') end
  if partition.state ~= 'ended' then return { 'session_state', partition.now, partition.seq, partition.state } end
  if partition.seq ~= int(seq) then return { 'ok', partition.now, partition.seq, 'behind' } end
  local offers_found, pools_found = read_hash(offers), read_hash(pools)
  if partition.due > 0 or is_anything_held(pools_found) then return { 'ok', partition.now, partition.seq, 'held' } end

  local sealed = seal(keys, argv, partition, offers_found, pools_found)
  return { 'ok', partition.now, sealed, 'closed' }
end

redis.register_function { function_name = 'session_close_1', callback = session_close, flags = { 'allow-oom' } }
