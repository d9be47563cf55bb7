--[[ order_resolve_1
Ends one order: its owner cancels it, and all it took is on sale again. A repeat gets the order as it is.
It frees memory, so it also runs when memory is short.

answer  +<record>  cancelled now
        =<record>  cancelled before
        -<problem code> <details>

KEYS    meta:hash pools:hash orders:hash taken:hash events:stream
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex owner:text id:text reason:text
REPLY   status:text now:ms seq:int answer:text
FLAGS   allow-oom
]]

local ORDER_RECORD =
  '^([chxe]) (%S+) (%d+) (%d+) (%d+) (%d+ [ndprf] %d+ %d+ %d+ %u%u%u %S+) (%S+) (%S+) (%S+) (%S+)(.*)$'

--- The stored order, or nil where the record is broken.
local function read_order(record)
  local state, fingerprint, seq, created, updated, terms, viewer, owner, lines, reason, appended =
    record:match(ORDER_RECORD)
  return int(created) and {
    state = state, fingerprint = fingerprint, created = int(created), terms = terms, viewer = viewer, owner = owner,
    lines = lines, reason = reason, appended = appended
  }
end

local function write_order(order, state, seq, now, reason)
  return table.concat({
    state, order.fingerprint, seq, order.created, now - order.created, order.terms, order.viewer, order.owner,
    order.lines, reason
  }, ' ') .. order.appended
end

--- Gives back what the order's lines took: changed pools and counters, and the deltas; nil where a record is broken.
local function give_back(order, pools_key, taken_key)
  local pools, taken, deltas, length = {}, {}, {}, -1
  for offer, quantity_text, price in (order.lines .. ','):gmatch('([^:,]+):(%d+):(%d+),') do
    length = length + #offer + #quantity_text + #price + 3
    local pool_id, counter = 'stock:' .. offer, order.viewer .. ':' .. offer
    local pool = read_pool(redis.call('HGET', pools_key, pool_id))
    local count = int(redis.call('HGET', taken_key, counter) or '')
    local quantity = int(quantity_text)
    if not (pool and count and quantity) or pool.sold < quantity or count < quantity then return nil end
    pool.available = pool.available + quantity
    pool.sold = pool.sold - quantity
    pools[pool_id] = pool
    taken[counter] = count - quantity
    deltas[#deltas + 1] = delta(pool_id, quantity, 0, -quantity)
  end
  if length ~= #order.lines then return nil end
  return pools, taken, table.concat(deltas, ',')
end

local function write_returns(pools, taken, pools_key, taken_key)
  for id, pool in pairs(pools) do
    redis.call('HSET', pools_key, id, write_pool(pool))
  end
  for counter, count in pairs(taken) do
    if count == 0 then
      redis.call('HDEL', taken_key, counter)
    else
      redis.call('HSET', taken_key, counter, count)
    end
  end
end

--- Why the order cannot be cancelled by this owner, or the repeat's answer, or nil.
local function refusal_to_cancel(record, order, owner)
  if not record then return '-not_found' end
  if not order then return '-broken order' end
  if (order.owner == '=' and order.viewer or order.owner) ~= owner then return '-not_found' end
  if order.state == 'x' then return '=' .. record end
  if order.state ~= 'c' then return '-order_state ' .. order.state end
  return nil
end

local function order_resolve(keys, argv)
  expect_arguments(keys, 5, argv, 10)
  local meta, pools, orders, taken, events = unpack(keys)
  local owner, id, reason = unpack(argv, 8)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal then return refusal end

  local record = redis.call('HGET', orders, id)
  local order = record and read_order(record)
  local answer = refusal_to_cancel(record, order, owner)
  if answer then return { 'ok', partition.now, partition.seq, answer } end
  local changed_pools, changed_taken, deltas = give_back(order, pools, taken)
  if not changed_pools then return { 'ok', partition.now, partition.seq, '-broken pool' } end

  local entry = begin_entry(events, partition, argv[1], argv[7])
  record = write_order(order, 'x', entry.seq + 1, partition.now, reason)
  add_event(entry, 'order.cancelled', owner, deltas, id, record, '-')
  append_entry(entry)
  write_returns(changed_pools, changed_taken, pools, taken)
  redis.call('HSET', orders, id, record)
  advance(meta, entry, partition, argv[7])
  return { 'ok', partition.now, entry.seq, '+' .. record }
end

redis.register_function { function_name = 'order_resolve_1', callback = order_resolve, flags = { 'allow-oom' } }
