-- The order record, and what the state of an order means for pools and counters.

local ORDER_RECORD = '^([chxe]) (%S+) (%d+) (%d+) (%d+) (%d+) ([ndprf]) (%d+) (%d+) (%d+) (%u%u%u) (%S+) (%S+) (%S+) ' ..
  '(%S+) (%S+)(.*)$'
local ORDER_MONEY = '^ (%S+) (%d+) (%S+)(.*)$'

--- How many units of its pools an order in that state has, for each unit of its lines.
local STANDING = {
  h = { held = 1, sold = 0 }, c = { held = 0, sold = 1 }, x = { held = 0, sold = 0 }, e = { held = 0, sold = 0 }
}

--- The lines of a stored order of that viewer, and what they come to; nil where they are broken.
local function read_lines(text, viewer)
  local lines, amount, length = {}, 0, -1
  for offer, quantity_text, price_text in (text .. ','):gmatch('([^:,]+):(%d+):(%d+),') do
    length = length + #offer + #quantity_text + #price_text + 3
    local quantity, price = int(quantity_text), int(price_text)
    if not (quantity and price) then return nil end
    amount = amount + quantity * price
    lines[#lines + 1] = {
      offer = offer, quantity = quantity, price = price, pool = 'stock:' .. offer, counter = viewer .. ':' .. offer
    }
  end
  if length ~= #text then return nil end
  return lines, amount
end

--- What payments have added to the record; a record without any says that there was none.
local function read_money_of_order(order, text)
  if text == '' then
    order.paid_by, order.granted, order.units, order.appended = '-', 0, '-', ''
    return true
  end
  local granted
  order.paid_by, granted, order.units, order.appended = text:match(ORDER_MONEY)
  order.granted = int(granted)
  return order.granted ~= nil
end

--- The stored order, or nil where the record is broken.
local function read_order(id, record)
  local order, held_until, paid, refunded, shipping, created, money, lines = { id = id }
  order.state, order.fingerprint, order.seq, created, order.updated, held_until, order.letter, paid, refunded, shipping,
    order.currency, order.channel, order.viewer, order.owner, lines, order.reason, money = record:match(ORDER_RECORD)
  order.created, order.held_until = int(created), int(held_until)
  order.paid, order.refunded, order.shipping = int(paid), int(refunded), int(shipping)
  if not (order.created and order.held_until and order.paid and order.refunded and order.shipping) or
    not read_money_of_order(order, money) then
    return nil
  end
  order.text = lines
  order.lines, order.amount = read_lines(lines, order.viewer)
  if not order.lines then return nil end
  order.amount = order.amount + order.shipping
  return order
end

--- Where the order's money stands, as the letter of its record.
local function money_letter(order)
  if order.state == 'h' then return 'd' end
  if order.granted > order.refunded then return 'r' end
  if order.paid == 0 then return 'n' end
  return order.refunded == order.paid and 'f' or 'p'
end

--- The record of the order as event `seq` leaves it.
local function write_order(order, seq, now)
  local record = table.concat({
    order.state, order.fingerprint, seq, order.created, now - order.created, order.held_until, money_letter(order),
    order.paid, order.refunded, order.shipping, order.currency, order.channel, order.viewer, order.owner, order.text,
    order.reason
  }, ' ')
  if order.paid == 0 and order.appended == '' then return record end
  return record .. ' ' .. order.paid_by .. ' ' .. order.granted .. ' ' .. order.units .. order.appended
end

local function owner_of(order)
  return order.owner == '=' and order.viewer or order.owner
end

--- The books that a call works on: records as they were read, values as they are read from them, and what has changed.
local function new_books(pool_records, taken_records, viewer_records)
  return {
    pool_records = pool_records, taken_records = taken_records, viewer_records = viewer_records,
    pools = {}, taken = {}, viewers = {}, changed_taken = {}
  }
end

--- The pool, or nil where it is missing or broken.
local function pool_of(books, id)
  local pool = books.pools[id]
  if not pool then
    pool = read_pool(books.pool_records[id])
    books.pools[id] = pool
  end
  return pool
end

--- How many units the counter says, or nil where it is broken.
local function taken_of(books, counter)
  local count = books.taken[counter]
  if not count then
    count = int(books.taken_records[counter] or '0')
    books.taken[counter] = count
  end
  return count
end

local function set_taken(books, counter, count)
  books.taken[counter] = count
  books.changed_taken[counter] = count
end

--- How many unpaid holds the viewer has and how many have lapsed since they last paid, or nil where that is broken.
local function viewer_of(books, id)
  local viewer = books.viewers[id]
  if not viewer then
    local held, lapsed = (books.viewer_records[id] or '0 0'):match('^(%d+) (%d+)$')
    viewer = int(held) and int(lapsed) and { held = int(held), lapsed = int(lapsed) }
    books.viewers[id] = viewer
  end
  return viewer
end

--- The books of `orders`, which are to be moved.
local function open_books(orders, pools_key, taken_key, viewers_key)
  local pools, taken, viewers = { pools_key }, { taken_key }, { viewers_key }
  for _, order in ipairs(orders) do
    for _, line in ipairs(order.lines) do
      pools[#pools + 1] = line.pool
      taken[#taken + 1] = line.counter
    end
    viewers[#viewers + 1] = order.viewer
  end
  return new_books(fetch(pools), fetch(taken), fetch(viewers))
end

--- Whether the books have what the order's move of `held` and `sold` units for each of its units needs.
local function can_move(books, order, held, sold)
  local standing = held + sold
  for _, line in ipairs(order.lines) do
    local pool, taken, quantity = pool_of(books, line.pool), taken_of(books, line.counter), line.quantity
    if not (pool and taken) or pool.available < standing * quantity or pool.held + held * quantity < 0 or
      pool.sold + sold * quantity < 0 or taken + standing * quantity < 0 then
      return false
    end
  end
  local viewer = viewer_of(books, order.viewer)
  return viewer and (order.state ~= 'h' or viewer.held > 0)
end

--- Moves a stored order to another state: pools, limits, and the viewer's count of holds. Returns the deltas; nil, and has
--- changed nothing, where a record forbids it.
local function move_order(books, order, state)
  local from, to = STANDING[order.state], STANDING[state]
  local held, sold = to.held - from.held, to.sold - from.sold
  if not can_move(books, order, held, sold) then return nil end
  local deltas = {}
  for i, line in ipairs(order.lines) do
    local pool, quantity = pool_of(books, line.pool), line.quantity
    pool.available = pool.available - (held + sold) * quantity
    pool.held = pool.held + held * quantity
    pool.sold = pool.sold + sold * quantity
    pool.changed = true
    if held + sold ~= 0 then
      set_taken(books, line.counter, taken_of(books, line.counter) + (held + sold) * quantity)
    end
    deltas[i] = delta(line.pool, -(held + sold) * quantity, held * quantity, sold * quantity)
  end
  if order.state == 'h' then
    local viewer = viewer_of(books, order.viewer)
    viewer.held = viewer.held - 1
    viewer.lapsed = state == 'e' and viewer.lapsed + 1 or viewer.lapsed
    viewer.changed = true
  end
  order.state = state
  return table.concat(deltas, ',')
end

--- What is 0 has no field.
local function add_count(set, gone, field, value, is_zero)
  if is_zero then
    gone[#gone + 1] = field
  else
    set[#set + 1] = field
    set[#set + 1] = value
  end
end

local function write_pools(books, pools_key)
  local pools = {}
  for id, pool in pairs(books.pools) do
    if pool.changed then
      pools[#pools + 1] = id
      pools[#pools + 1] = write_pool(pool)
    end
  end
  call_in_parts('HSET', pools_key, pools)
end

local function write_viewers(books, viewers_key)
  local viewers, no_viewers = {}, {}
  for id, viewer in pairs(books.viewers) do
    if viewer.changed then
      local held, lapsed = viewer.held, viewer.lapsed
      add_count(viewers, no_viewers, id, held .. ' ' .. lapsed, held + lapsed == 0)
    end
  end
  call_in_parts('HSET', viewers_key, viewers)
  call_in_parts('HDEL', viewers_key, no_viewers)
end

--- Writes what has changed in the books.
local function write_books(books, pools_key, taken_key, viewers_key)
  local taken, no_taken = {}, {}
  for counter, count in pairs(books.changed_taken) do add_count(taken, no_taken, counter, count, count == 0) end
  write_pools(books, pools_key)
  call_in_parts('HSET', taken_key, taken)
  call_in_parts('HDEL', taken_key, no_taken)
  write_viewers(books, viewers_key)
end
