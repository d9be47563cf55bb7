-- Holds: what becomes of them once their time is over.

local HOLDS_PER_CALL_MAX = 100

--- The orders of `ids` that are held and can be read; the ids of the others.
local function read_held(ids, orders_key)
  local orders, broken = {}, {}
  local records = redis.call('HMGET', orders_key, unpack(ids))
  for i, id in ipairs(ids) do
    local order = records[i] and read_order(id, records[i])
    if order and order.state == 'h' then
      orders[#orders + 1] = order
    else
      broken[#broken + 1] = id
    end
  end
  return orders, broken
end

--- Expires `orders`: those that could be, and the ids of the others added to `broken`. Writes them as an entry.
local function expire(orders, broken, partition, argv, keys)
  local books = open_books(orders, keys.pools, keys.taken, keys.viewers)
  local entry = begin_entry(keys.events, partition, argv[1], argv[7])
  local records, expired = {}, {}
  for _, order in ipairs(orders) do
    local deltas = move_order(books, order, 'e')
    if deltas then
      order.reason = 'unpaid'
      local record = write_order(order, entry.seq + 1, partition.now)
      add_event(entry, 'order.expired', 'ganchang', deltas, order.id, record, '-')
      records[#records + 1] = order.id
      records[#records + 1] = record
      expired[#expired + 1] = order.id
    else
      broken[#broken + 1] = order.id
    end
  end
  if #expired > 0 then
    append_entry(entry)
    call_in_parts('HSET', keys.orders, records)
    write_books(books, keys.pools, keys.taken, keys.viewers)
    redis.call('ZREM', keys.holds, unpack(expired))
    advance(keys.meta, entry, partition, argv[7])
    partition.seq, partition.tag = entry.seq, argv[7]
  end
  return #expired
end

--- Expires holds whose time is over, at most `limit` of them, as a whole change of its own. Returns how many, whether more
--- are due, and the ids of those that cannot be read.
local function release_due(partition, argv, keys, limit)
  local due = redis.call('ZRANGE', keys.holds, '-inf', tostring(partition.now), 'BYSCORE', 'LIMIT', '0', tostring(limit + 1))
  if #due == 0 then return 0, false, {} end
  local has_more = #due > limit
  if has_more then due[#due] = nil end
  local orders, broken = read_held(due, keys.orders)
  local expired = expire(orders, broken, partition, argv, keys)
  return expired, has_more and expired > 0, broken
end
