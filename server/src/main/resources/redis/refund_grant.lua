--[[ refund_grant_1
A host gives back some of what an order was paid with: an amount, or the price of units. Never more than is left. A repeat
of the command gets the same refund.
Money must be given back when memory is short, so it also runs then.

what    amount:<minor units> or lines:<offer>:<quantity>,…
how     created, unchanged
refund  <refund record>

KEYS    meta:hash orders:hash events:stream commands:hash payments:hash refunds:hash
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex actor:text command:text fingerprint:text id:text what:text attachment:json|-
REPLY   status:text now:ms seq:int how:text refund:int record:text
FLAGS   allow-oom
]]

--- offer → how many, from `<offer>:<quantity>,…`; nil where that is malformed or an offer stands twice.
local function read_units(text)
  local units, length = {}, -1
  for offer, quantity_text in (text .. ','):gmatch('([^:,]+):(%d+),') do
    local quantity = int(quantity_text)
    if units[offer] or not quantity or quantity < 1 then return nil end
    units[offer] = quantity
    length = length + #offer + #quantity_text + 2
  end
  return length == #text and units or nil
end

local function write_units(order, units)
  local parts = {}
  for _, line in ipairs(order.lines) do
    if units[line.offer] then parts[#parts + 1] = line.offer .. ':' .. units[line.offer] end
  end
  return #parts > 0 and table.concat(parts, ',') or '-'
end

--- What the units cost, and all units of the order refunded with them; nil and why not.
local function price_of_units(order, wanted)
  local before = order.units == '-' and {} or read_units(order.units)
  if not before then return nil, { 'broken', 'order ' .. order.id } end
  local amount, left = 0, 0
  for _, count in pairs(wanted) do left = left + count end
  for _, line in ipairs(order.lines) do
    local count = wanted[line.offer]
    if count then
      before[line.offer] = (before[line.offer] or 0) + count
      if before[line.offer] > line.quantity then return nil, { 'order_state', 'units' } end
      amount, left = amount + count * line.price, left - count
    end
  end
  if left > 0 then return nil, { 'invalid_request', 'line' } end
  return amount, write_units(order, before)
end

--- What is to be given back, and the order's units after it; nil and why not.
local function amount_of(order, what)
  local amount = what:match('^amount:(%d+)$')
  if amount then return int(amount) or fail('broken argument'), order.units end
  local wanted = read_units(what:match('^lines:(.+)$') or fail('broken argument'))
  if not wanted then return nil, { 'invalid_request', 'malformed' } end
  return price_of_units(order, wanted)
end

--- Amount, the order's units after it, and its payment; nil and why there is no such refund.
local function find_refundable(record, order, what, payments_key)
  if not record then return nil, { 'not_found', '' } end
  if not order then return nil, { 'broken', 'order' } end
  if order.paid_by == '-' then return nil, { 'order_state', 'unpaid' } end
  local stored = redis.call('HGET', payments_key, order.paid_by)
  local payment = stored and read_payment(order.paid_by, stored)
  if not payment then return nil, { 'broken', 'payment ' .. order.paid_by } end
  local amount, units = amount_of(order, what)
  if not amount then return nil, units end
  local left = payment.amount - payment.granted
  if amount < 1 then return nil, { 'invalid_request', 'refund' } end
  if amount > left then return nil, { 'order_state', 'left ' .. left } end
  if refund_count(payment) >= REFUNDS_PER_PAYMENT_MAX then return nil, { 'order_state', 'refunds' } end
  return amount, units, payment
end

local function refund_grant(keys, argv)
  expect_arguments(keys, 6, argv, 13)
  local meta, orders, events, commands, payments, refunds = unpack(keys)
  local actor, command, fingerprint, id, what, attachment = unpack(argv, 8)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal then return refusal end
  local mismatch, is_repeat, made = refusal_of_command(partition, commands, command, fingerprint)
  if mismatch then return mismatch end
  if is_repeat then
    local granted = redis.call('HGET', refunds, made) or fail('broken command')
    return { 'ok', partition.now, partition.seq, 'unchanged', made, granted }
  end
  redis.call('HEXISTS', refunds, id) -- for its type, before anything is written

  local record = redis.call('HGET', orders, id)
  local order = record and read_order(id, record) or nil
  local amount, units, payment = find_refundable(record, order, what, payments)
  if not amount then return { units[1], partition.now, partition.seq, units[2] } end
  local entry = begin_entry(events, partition, argv[1], argv[7])
  local refund = add_refund_due(entry, meta, payment, amount, 'requested', actor, attachment)
  order.granted, order.units = order.granted + amount, units
  record = add_order_event(entry, 'order.refund_due', actor, '-', order, partition.now)
  append_entry(entry)
  redis.call('HSET', orders, id, record)
  redis.call('HSET', payments, payment.key, write_payment(payment))
  redis.call('HSET', refunds, refund.seq, write_refund(refund))
  redis.call('HSET', meta, 'due', partition.due + 1)
  remember_command(commands, command, fingerprint, refund.seq)
  advance(meta, entry, partition, argv[7])
  return { 'ok', partition.now, entry.seq, 'created', refund.seq, write_refund(refund) }
end

redis.register_function { function_name = 'refund_grant_1', callback = refund_grant, flags = { 'allow-oom' } }
