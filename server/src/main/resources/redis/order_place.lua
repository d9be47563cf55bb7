--[[ order_place_1
Decides a batch of orders one by one; what one takes, the next no longer finds. An order is taken whole or not at all.
The look-up of its id comes first, so a repeat meets its order whatever has happened since.

order   <id> <fingerprint> <viewer> <owner or = > <channel> <offer>:<quantity>:<expected price or ->,…
answer  +<record>  placed now
        =<record>  placed before by the same request
        -<problem code> <details>

KEYS    meta:hash offers:hash pools:hash orders:hash taken:hash events:stream
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex (order:text delivery:json)*
REPLY   status:text now:ms seq:int (answer:text)*
FLAGS   none
]]

local ORDERS_MAX = 256
local LINES_MAX = 20
local QUANTITY_MAX = 100000
local AMOUNT_MAX = 10000000000000 -- leaves room for shipping and for sums within INT_MAX
local VALUES_PER_WRITE = 4000 -- even; unpack takes some 7,900, a full batch has more

--- The lines of an order, or nil where they are malformed.
local function parse_lines(text)
  local lines, seen, length = {}, {}, -1
  for offer, quantity_text, expected in (text .. ','):gmatch('([^:,]+):([^:,]+):([^:,]+),') do
    local quantity, price = int(quantity_text), int(expected)
    if seen[offer] or not quantity or quantity < 1 or quantity > QUANTITY_MAX or not (price or expected == '-') then
      return nil
    end
    seen[offer] = true
    length = length + #offer + #quantity_text + #expected + 3
    lines[#lines + 1] = { offer = offer, quantity = quantity, expected = price }
  end
  return length == #text and #lines <= LINES_MAX and lines or nil
end

local function parse_order(text, delivery)
  local id, fingerprint, viewer, owner, channel, lines = text:match('^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
  return {
    id = id or '', fingerprint = fingerprint, viewer = viewer, owner = owner, channel = channel,
    lines = lines and parse_lines(lines), delivery = delivery
  }
end

--- field → value for the fields named in `fields`, whose first element is the key.
local function fetch(fields)
  local values = {}
  if #fields > 1 then
    local raw = redis.call('HMGET', unpack(fields))
    for i = 2, #fields do values[fields[i]] = raw[i - 1] end
  end
  return values
end

--- All that the batch needs, in four multi-key reads. That a field stands in one of them twice does no harm.
local function read_books(orders, partition, offers_key, pools_key, orders_key, taken_key)
  local offers, pools, ids, taken = { offers_key }, { pools_key }, { orders_key }, { taken_key }
  local pool_ids = {} -- of the offers met so far
  for _, order in ipairs(orders) do
    ids[#ids + 1] = order.id
    for _, line in ipairs(order.lines or {}) do
      local offer = line.offer
      if not pool_ids[offer] then
        pool_ids[offer] = 'stock:' .. offer
        offers[#offers + 1] = offer
        pools[#pools + 1] = pool_ids[offer]
      end
      line.pool = pool_ids[offer]
      line.counter = order.viewer .. ':' .. offer
      taken[#taken + 1] = line.counter
    end
  end
  return {
    partition = partition,
    offer_records = fetch(offers), pool_records = fetch(pools), records = fetch(ids), taken = fetch(taken),
    offers = {}, pools = {}, changed_taken = {}
  }
end

local function offer_of(books, id)
  local offer = books.offers[id]
  if not offer then
    offer = read_offer(books.offer_records[id])
    books.offers[id] = offer
  end
  return offer
end

local function pool_of(books, id)
  local pool = books.pools[id]
  if not pool then
    pool = read_pool(books.pool_records[id])
    books.pools[id] = pool
  end
  return pool
end

--- Why the offer's terms forbid the line, or nil.
local function refusal_by_terms(books, order, line)
  if not books.offer_records[line.offer] then return '-not_found ' .. line.offer end
  local offer = offer_of(books, line.offer)
  if not offer then return '-broken offer ' .. line.offer end
  if not is_open(offer, books.partition.now) then return '-offer_closed ' .. line.offer end
  if line.expected and line.expected ~= offer.price then
    return '-price_changed ' .. line.offer .. ' ' .. offer.price
  end
  order.currency = order.currency or offer.currency
  if order.currency ~= offer.currency then return '-invalid_request currency ' .. line.offer end
  if offer.delivery == '1' and order.delivery == '-' then return '-invalid_request delivery ' .. line.offer end
  line.price = offer.price
  line.limit = offer.limit
  return nil
end

--- Why the counts forbid the line, or nil.
local function refusal_by_counts(books, line)
  local text = books.taken[line.counter]
  line.taken = text and int(text) or 0
  if text and not int(text) then return '-broken taken' end
  if line.limit > 0 and line.taken + line.quantity > line.limit then
    return '-viewer_limit ' .. line.offer .. ' ' .. line.limit .. ' ' .. line.taken
  end
  local pool = pool_of(books, line.pool)
  if not pool then return '-broken pool ' .. line.pool end
  if pool.available < line.quantity then return '-sold_out ' .. line.offer .. ' ' .. pool.available end
  return nil
end

local function refusal_of_order(books, order)
  if not order.lines then return '-invalid_request malformed' end
  if books.partition.state ~= 'live' then return '-session_not_live ' .. books.partition.state end
  local amount = 0
  for _, line in ipairs(order.lines) do
    local refusal = refusal_by_terms(books, order, line) or refusal_by_counts(books, line)
    if refusal then return refusal end
    amount = amount + line.quantity * line.price
  end
  return amount > AMOUNT_MAX and '-invalid_request amount' or nil
end

--- The answer to a request whose order exists already.
local function repeat_of(record, order)
  local fingerprint = record:match('^[chxe] (%S+) %d')
  if not fingerprint then return '-broken order' end
  if fingerprint ~= order.fingerprint then return '-idempotency_mismatch' end
  return '=' .. record
end

--- Takes what the order needs. Returns its deltas and its lines as the record has them.
local function take(books, order)
  local deltas, lines = {}, {}
  for i, line in ipairs(order.lines) do
    local pool, quantity = books.pools[line.pool], line.quantity
    pool.available = pool.available - quantity
    pool.sold = pool.sold + quantity
    pool.changed = true
    local taken = tostring(line.taken + quantity)
    books.taken[line.counter] = taken
    books.changed_taken[line.counter] = taken
    deltas[i] = delta(line.pool, -quantity, 0, quantity)
    lines[i] = line.offer .. ':' .. quantity .. ':' .. line.price
  end
  return table.concat(deltas, ','), table.concat(lines, ',')
end

local function place(books, order, entry)
  local deltas, lines = take(books, order)
  local record = 'c ' .. order.fingerprint .. ' ' .. (entry.seq + 1) .. ' ' .. books.partition.now ..
    ' 0 0 n 0 0 0 ' .. order.currency .. ' ' .. order.channel .. ' ' .. order.viewer .. ' ' .. order.owner .. ' ' ..
    lines .. ' -'
  local actor = order.owner == '=' and order.viewer or order.owner
  add_event(entry, 'order.confirmed', actor, deltas, order.id, record, order.delivery)
  books.records[order.id] = record
  return record
end

--- Writes fields and values, by turns, into a hash.
local function write_fields(key, values)
  for first = 1, #values, VALUES_PER_WRITE do
    redis.call('HSET', key, unpack(values, first, math.min(first + VALUES_PER_WRITE - 1, #values)))
  end
end

local function write_books(books, placed, pools_key, orders_key, taken_key)
  local pools, orders, taken = {}, {}, {}
  for id, pool in pairs(books.pools) do
    if pool.changed then
      pools[#pools + 1] = id
      pools[#pools + 1] = write_pool(pool)
    end
  end
  for _, order in ipairs(placed) do
    orders[#orders + 1] = order.id
    orders[#orders + 1] = books.records[order.id]
  end
  for counter, count in pairs(books.changed_taken) do
    taken[#taken + 1] = counter
    taken[#taken + 1] = count
  end
  write_fields(pools_key, pools)
  write_fields(orders_key, orders)
  write_fields(taken_key, taken)
end

local function order_place(keys, argv)
  expect_arguments(keys, 6, argv, 7)
  local meta, offers, pools, orders, taken, events = unpack(keys)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal then return refusal end
  if #argv > 7 + 2 * ORDERS_MAX then fail('too many orders in a call') end

  local batch = {}
  for i = 8, #argv, 2 do
    local order, delivery = argv[i], argv[i + 1]
    batch[#batch + 1] = parse_order(order, delivery or '-')
  end

  local books = read_books(batch, partition, offers, pools, orders, taken)
  local entry = begin_entry(events, partition, argv[1], argv[7])
  local reply, placed = { 'ok', partition.now, 0 }, {}
  for i, order in ipairs(batch) do
    local record = books.records[order.id]
    local answer = record and repeat_of(record, order) or refusal_of_order(books, order)
    if not answer then
      answer = '+' .. place(books, order, entry)
      placed[#placed + 1] = order
    end
    reply[i + 3] = answer
  end

  if #placed > 0 then
    append_entry(entry)
    write_books(books, placed, pools, orders, taken)
    advance(meta, entry, partition, argv[7])
  end
  reply[3] = entry.seq
  return reply
end

redis.register_function { function_name = 'order_place_1', callback = order_place, flags = {} }
