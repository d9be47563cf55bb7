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
local ORDER = '^([!-\255]+) ([!-\255]+) ([!-\255]+) ([!-\255]+) ([!-\255]+) ([!-\255]+)$' -- as %S+, in half the time

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
    lines[#lines + 1] = { offer = offer, pool_id = 'stock:' .. offer, quantity = quantity, expected = price }
  end
  return length == #text and #lines <= LINES_MAX and lines or nil
end

--- What all orders of the call with these lines have in common. In a rush that is most of them.
local function basket_of(baskets, text)
  local basket = baskets[text]
  if not basket then
    local lines = parse_lines(text)
    basket = { lines = lines or {}, is_malformed = not lines }
    baskets[text] = basket
  end
  return basket
end

--- The orders of the call and their baskets, and the ids and counters to be read for them. Their arguments stand behind
--- the call head and the three rules.
local function read_batch(argv)
  if #argv > 10 + 2 * ORDERS_MAX then fail('too many orders in a call') end
  local orders, baskets, ids, counters, n, count = {}, {}, {}, {}, 0, 0
  for i = 11, #argv, 2 do
    local id, fingerprint, viewer, owner, channel, text = argv[i]:match(ORDER)
    local basket = basket_of(baskets, text or '')
    local lines = basket.lines
    id, n = id or '', n + 1
    ids[n] = id
    orders[n] = {
      id = id, fingerprint = fingerprint, viewer = viewer, owner = owner, channel = channel, basket = basket,
      delivery = argv[i + 1] or '-', counters_before = count
    }
    for j = 1, #lines do counters[count + j] = viewer .. ':' .. lines[j].offer end
    count = count + #lines
  end
  return { orders = orders, baskets = baskets, ids = ids, counters = counters }
end

--- Why the offer's terms forbid the line, or nil. Puts into line and basket what the terms say.
local function refusal_by_terms(books, basket, line)
  local record = books.offer_records[line.offer]
  if not record then return '-not_found ' .. line.offer end
  local offer = read_offer(record)
  if not offer then return '-broken offer ' .. line.offer end
  if not is_open(offer, books.partition.now) then return '-offer_closed ' .. line.offer end
  if line.expected and line.expected ~= offer.price then
    return '-price_changed ' .. line.offer .. ' ' .. offer.price
  end
  basket.currency = basket.currency or offer.currency
  if basket.currency ~= offer.currency then return '-invalid_request currency ' .. line.offer end
  line.price, line.limit, line.needs_delivery = offer.price, offer.limit, offer.delivery == '1'
  if offer.payment == 'p' then
    local hold = int(offer.hold) * 1000
    basket.hold = basket.hold and math.min(basket.hold, hold) or hold
  end
  return nil
end

--- Puts into the basket what holds for every order of the call that has it, up to the line that the terms forbid.
local function apply_terms(books, basket)
  local amount = 0
  for _, line in ipairs(basket.lines) do
    line.refusal = refusal_by_terms(books, basket, line)
    if line.refusal then return end
    line.pool = pool_of(books, line.pool_id)
    amount = amount + line.quantity * line.price
  end
  basket.is_too_dear = amount > AMOUNT_MAX
  if amount == 0 then basket.hold = nil end -- there is nothing to pay
end

--- All that the batch needs, in multi-key reads.
local function read_books(batch, partition, rules, keys)
  local offers, pools, viewers, is_named = { keys.offers }, { keys.pools }, { keys.viewers }, {}
  for _, basket in pairs(batch.baskets) do
    for _, line in ipairs(basket.lines) do
      if not is_named[line.offer] then
        is_named[line.offer] = true
        offers[#offers + 1] = line.offer
        pools[#pools + 1] = line.pool_id
      end
    end
  end
  local books = new_books(fetch(pools), {}, {})
  books.partition, books.rules, books.now = partition, rules, tostring(partition.now)
  books.offer_records = fetch(offers)
  books.records = batch.ids[1] and redis.call('HMGET', keys.orders, unpack(batch.ids)) or {}
  books.counters = batch.counters
  books.counts = batch.counters[1] and redis.call('HMGET', keys.taken, unpack(batch.counters)) or {}
  for _, basket in pairs(batch.baskets) do apply_terms(books, basket) end
  for _, order in ipairs(batch.orders) do
    if order.basket.hold then viewers[#viewers + 1] = order.viewer end
  end
  books.viewer_records = fetch(viewers)
  return books
end

--- How many units the counter at that place says, or nil where it is broken. An order before may have changed it.
local function count_at(books, place)
  local record = books.counts[place]
  return books.taken[books.counters[place]] or not record and 0 or int(record)
end

--- Why the counts forbid the line, whose counter is at that place, or nil.
local function refusal_by_counts(books, line, place)
  local taken = count_at(books, place)
  if not taken then return '-broken taken' end
  if line.limit > 0 and taken + line.quantity > line.limit then
    return '-viewer_limit ' .. line.offer .. ' ' .. line.limit .. ' ' .. text_of(taken)
  end
  local pool = line.pool
  if not pool then return '-broken pool ' .. line.pool_id end
  if pool.available < line.quantity then return '-sold_out ' .. line.offer .. ' ' .. text_of(pool.available) end
  return nil
end

--- Why the viewer can have no further hold, or nil. Those who let holds lapse get shorter ones.
local function refusal_by_holds(books, order)
  local viewer, rules = viewer_of(books, order.viewer), books.rules
  if not viewer then return '-broken viewer' end
  local holds_max = books.partition.holds or rules.holds_max
  if holds_max > 0 and viewer.held >= holds_max then return '-hold_limit ' .. holds_max .. ' ' .. viewer.held end
  order.hold = order.basket.hold
  if rules.lapses_max > 0 and viewer.lapsed >= rules.lapses_max and rules.short_hold < order.hold then
    order.hold, order.reason = rules.short_hold, 'short_hold'
  end
  return nil
end

local function refusal_of_order(books, order)
  local basket = order.basket
  if basket.is_malformed then return '-invalid_request malformed' end
  if books.partition.state ~= 'live' then return '-session_not_live ' .. books.partition.state end
  local lines = basket.lines
  for i = 1, #lines do
    local line = lines[i]
    if line.refusal then return line.refusal end
    if line.needs_delivery and order.delivery == '-' then return '-invalid_request delivery ' .. line.offer end
    local refusal = refusal_by_counts(books, line, order.counters_before + i)
    if refusal then return refusal end
  end
  if basket.is_too_dear then return '-invalid_request amount' end
  return basket.hold and refusal_by_holds(books, order)
end

--- The answer to a request whose order exists already.
local function repeat_of(record, order)
  local fingerprint = record:match('^[chxe] (%S+) %d')
  if not fingerprint then return '-broken order' end
  if fingerprint ~= order.fingerprint then return '-idempotency_mismatch' end
  return '=' .. record
end

--- Takes what the order needs, to hold or to sell it.
local function take(books, order)
  local held, taken = order.hold and 1 or 0, books.changed_taken
  local lines = order.basket.lines
  for i = 1, #lines do
    local line = lines[i]
    local pool, quantity, place = line.pool, line.quantity, order.counters_before + i
    local counter, count = books.counters[place], count_at(books, place) + quantity
    pool.available = pool.available - quantity
    pool.held = pool.held + held * quantity
    pool.sold = pool.sold + (1 - held) * quantity
    pool.changed = true
    books.taken[counter] = count
    taken[#taken + 1] = counter
    taken[#taken + 1] = text_of(count)
  end
  if order.hold then
    local viewer = books.viewers[order.viewer]
    viewer.held = viewer.held + 1
    viewer.changed = true
  end
end

--- The deltas of an order of the basket, and its lines as the record has them.
local function name_lines(basket)
  local deltas, lines, held = {}, {}, basket.hold and 1 or 0
  for i, line in ipairs(basket.lines) do
    deltas[i] = delta(line.pool_id, -line.quantity, held * line.quantity, (1 - held) * line.quantity)
    lines[i] = line.offer .. ':' .. line.quantity .. ':' .. line.price
  end
  basket.deltas, basket.text = table.concat(deltas, ','), table.concat(lines, ',')
end

local function place(books, order, entry)
  take(books, order)
  local basket, viewer, owner = order.basket, order.viewer, order.owner
  if not basket.deltas then name_lines(basket) end
  local state, held_until, money = 'c', '0', 'n'
  if order.hold then
    state, held_until, money = 'h', tostring(books.partition.now + order.hold), 'd'
    table.insert(books.holds, held_until)
    table.insert(books.holds, order.id)
  end
  local record = state .. ' ' .. order.fingerprint .. ' ' .. (entry.seq + 1) .. ' ' .. books.now .. ' 0 ' ..
    held_until .. ' ' .. money .. ' 0 0 0 ' .. basket.currency .. ' ' .. order.channel .. ' ' .. viewer .. ' ' ..
    owner .. ' ' .. basket.text .. ' ' .. (order.reason or '-')
  add_event(entry, order.hold and 'order.held' or 'order.confirmed', owner == '=' and viewer or owner, basket.deltas,
    order.id, record, order.delivery)
  local placed = books.placed
  placed[#placed + 1] = order.id
  placed[#placed + 1] = record
  books.placed_records[order.id] = record
  return record
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
  books.placed, books.placed_records, books.changed_taken, books.holds = {}, {}, {}, {}
  local entry = begin_entry(events, partition, argv[1], argv[7])
  local reply = { 'ok', partition.now, 0 }
  for i, order in ipairs(batch.orders) do
    local record = books.placed_records[order.id] or books.records[i]
    local answer = record and repeat_of(record, order) or refusal_of_order(books, order)
    if not answer then answer = '+' .. place(books, order, entry) end
    reply[i + 3] = answer
  end

  if #books.placed > 0 then
    append_entry(entry)
    write_pools(books, pools)
    call_in_parts('HSET', taken, books.changed_taken)
    call_in_parts('HSET', orders, books.placed)
    write_viewers(books, viewers)
    call_in_parts('ZADD', holds, books.holds)
    advance(meta, entry, partition, argv[7])
  end
  reply[3] = entry.seq
  return reply
end

redis.register_function { function_name = 'order_place_1', callback = order_place, flags = {} }
