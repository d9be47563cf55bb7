--[[ order_place_1
Decides a batch of orders one by one; what one takes, the next no longer finds. An order is taken whole or not at all.
The look-up of its id comes first, so a repeat meets its order whatever has happened since. Holds whose time is over are
expired before anything is decided; where too many are due for one call the status is `again`, and nothing was decided.

holdsMax     unpaid holds that a viewer may have, 0 for any number; the session's own number goes before
lapsesMax    a viewer of whom as many holds have lapsed since they last paid gets short ones; 0: nobody does
shortHold    how long those are
order        <id> <fingerprint> <viewer> <owner or = > <channel> <offer>:<quantity>:<expected price or ->,…
answer       +<record>  placed now
             =<record>  placed before by the same request
             -<problem code> <details>

KEYS    meta:hash offers:hash pools:hash orders:hash taken:hash events:stream holds:zset viewers:hash
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex holdsMax:int lapsesMax:int shortHold:ms (order:text delivery:json)*
REPLY   status:text now:ms seq:int (answer:text)*
FLAGS   none
]]

local ORDERS_MAX = 256
local LINES_MAX = 20
local QUANTITY_MAX = 100000
local AMOUNT_MAX = 10000000000000 -- leaves room for shipping and for sums within INT_MAX

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

--- All that the batch needs, in multi-key reads. That a field stands in one of them twice does no harm.
local function read_books(orders, partition, rules, keys)
  local offers, pools, ids, taken = { keys.offers }, { keys.pools }, { keys.orders }, { keys.taken }
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
  local books = new_books(fetch(pools), fetch(taken), {})
  books.partition, books.rules = partition, rules
  books.offer_records, books.offers, books.records = fetch(offers), {}, fetch(ids)
  return books
end

local function offer_of(books, id)
  local offer = books.offers[id]
  if not offer then
    offer = read_offer(books.offer_records[id])
    books.offers[id] = offer
  end
  return offer
end

--- Reads the counts of holds of those who would have one more. Orders that are paid on delivery need none.
local function read_viewers(books, orders, viewers_key)
  local viewers = { viewers_key }
  for _, order in ipairs(orders) do
    for _, line in ipairs(order.lines or {}) do
      local offer = books.offer_records[line.offer] and offer_of(books, line.offer)
      if offer and offer.payment == 'p' and viewers[#viewers] ~= order.viewer then
        viewers[#viewers + 1] = order.viewer
      end
    end
  end
  books.viewer_records = fetch(viewers)
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
  if offer.payment == 'p' then
    local hold = int(offer.hold) * 1000
    order.hold = order.hold and math.min(order.hold, hold) or hold
  end
  return nil
end

--- Why the counts forbid the line, or nil.
local function refusal_by_counts(books, line)
  local taken = taken_of(books, line.counter)
  if not taken then return '-broken taken' end
  if line.limit > 0 and taken + line.quantity > line.limit then
    return '-viewer_limit ' .. line.offer .. ' ' .. line.limit .. ' ' .. taken
  end
  local pool = pool_of(books, line.pool)
  if not pool then return '-broken pool ' .. line.pool end
  if pool.available < line.quantity then return '-sold_out ' .. line.offer .. ' ' .. pool.available end
  return nil
end

--- Why the viewer can have no further hold, or nil. Those who let holds lapse get shorter ones.
local function refusal_by_holds(books, order)
  if not order.hold then return nil end
  local viewer, rules = viewer_of(books, order.viewer), books.rules
  if not viewer then return '-broken viewer' end
  local holds_max = books.partition.holds or rules.holds_max
  if holds_max > 0 and viewer.held >= holds_max then return '-hold_limit ' .. holds_max .. ' ' .. viewer.held end
  if rules.lapses_max > 0 and viewer.lapsed >= rules.lapses_max and rules.short_hold < order.hold then
    order.hold, order.reason = rules.short_hold, 'short_hold'
  end
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
  if amount > AMOUNT_MAX then return '-invalid_request amount' end
  if amount == 0 then order.hold = nil end -- there is nothing to pay
  return refusal_by_holds(books, order)
end

--- The answer to a request whose order exists already.
local function repeat_of(record, order)
  local fingerprint = record:match('^[chxe] (%S+) %d')
  if not fingerprint then return '-broken order' end
  if fingerprint ~= order.fingerprint then return '-idempotency_mismatch' end
  return '=' .. record
end

--- Takes what the order needs, to hold or to sell it. Returns its deltas and its lines as the record has them.
local function take(books, order)
  local deltas, lines = {}, {}
  local held = order.hold and 1 or 0
  for i, line in ipairs(order.lines) do
    local pool, quantity = books.pools[line.pool], line.quantity
    pool.available = pool.available - quantity
    pool.held = pool.held + held * quantity
    pool.sold = pool.sold + (1 - held) * quantity
    pool.changed = true
    set_taken(books, line.counter, books.taken[line.counter] + quantity)
    deltas[i] = delta(line.pool, -quantity, held * quantity, (1 - held) * quantity)
    lines[i] = line.offer .. ':' .. quantity .. ':' .. line.price
  end
  if order.hold then
    local viewer = books.viewers[order.viewer]
    viewer.held = viewer.held + 1
    viewer.changed = true
  end
  return table.concat(deltas, ','), table.concat(lines, ',')
end

local function place(books, order, entry)
  local deltas, lines = take(books, order)
  local now, actor = books.partition.now, order.owner == '=' and order.viewer or order.owner
  local state, held_until, money = 'c', 0, 'n'
  if order.hold then state, held_until, money = 'h', now + order.hold, 'd' end
  order.held_until = held_until
  local record = state .. ' ' .. order.fingerprint .. ' ' .. (entry.seq + 1) .. ' ' .. now .. ' 0 ' .. held_until ..
    ' ' .. money .. ' 0 0 0 ' .. order.currency .. ' ' .. order.channel .. ' ' .. order.viewer .. ' ' .. order.owner ..
    ' ' .. lines .. ' ' .. (order.reason or '-')
  add_event(entry, order.hold and 'order.held' or 'order.confirmed', actor, deltas, order.id, record, order.delivery)
  books.records[order.id] = record
  return record
end

local function write_placed(books, placed, orders_key, holds_key)
  local orders, holds = {}, {}
  for _, order in ipairs(placed) do
    orders[#orders + 1] = order.id
    orders[#orders + 1] = books.records[order.id]
    if order.hold then
      holds[#holds + 1] = order.held_until
      holds[#holds + 1] = order.id
    end
  end
  call_in_parts('HSET', orders_key, orders)
  call_in_parts('ZADD', holds_key, holds)
end

--- The orders of the call. Their arguments stand behind the call head and the three rules.
local function read_batch(argv)
  if #argv > 10 + 2 * ORDERS_MAX then fail('too many orders in a call') end
  local batch = {}
  for i = 11, #argv, 2 do
    local order, delivery = argv[i], argv[i + 1]
    batch[#batch + 1] = parse_order(order, delivery or '-')
  end
  return batch
end

local function rules_of(argv)
  local rules = { holds_max = int(argv[8]), lapses_max = int(argv[9]), short_hold = int(argv[10]) }
  if not (rules.holds_max and rules.lapses_max and rules.short_hold) then fail('broken argument') end
  return rules
end

local function order_place(keys, argv)
  expect_arguments(keys, 8, argv, 10)
  local meta, offers, pools, orders, taken, events, holds, viewers = unpack(keys)
  local named = {
    meta = meta, offers = offers, pools = pools, orders = orders, taken = taken, events = events, holds = holds,
    viewers = viewers
  }
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal then return refusal end
  local rules, batch = rules_of(argv), read_batch(argv)
  local _, has_more = release_due(partition, argv, named, HOLDS_PER_CALL_MAX)
  if has_more then return { 'again', partition.now, partition.seq } end

  local books = read_books(batch, partition, rules, named)
  read_viewers(books, batch, viewers)
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
    write_books(books, pools, taken, viewers)
    write_placed(books, placed, orders, holds)
    advance(meta, entry, partition, argv[7])
  end
  reply[3] = entry.seq
  return reply
end

redis.register_function { function_name = 'order_place_1', callback = order_place, flags = {} }
