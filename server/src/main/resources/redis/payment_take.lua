--[[ payment_take_1
Takes note of a payment. It confirms the order that it pays for, where that is held, or expired and still to be had; every
other payment is to be given back. One payment counts once, whatever is told of it again.
Money must be taken note of when memory is short, so it also runs then.

answer  +confirmed          the order is confirmed by it
        +<reason>           it is to be given back: second_payment, wrong_amount, wrong_currency, late, cancelled,
                            not_due, unknown_order
        =                   it was taken note of before
        -<problem code> <details>

KEYS    meta:hash offers:hash pools:hash orders:hash taken:hash events:stream holds:zset viewers:hash payments:hash refunds:hash
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex payment:text id:text currency:text amount:int
REPLY   status:text now:ms seq:int answer:text
FLAGS   allow-oom
]]

--- Whether the offers' rule for late payments, pools and limits let the expired order be had again.
local function is_still_to_be_had(order, books, offer_records)
  for _, line in ipairs(order.lines) do
    local record = offer_records[line.offer]
    local offer = record and read_offer(record)
    local pool, taken = pool_of(books, line.pool), taken_of(books, line.counter)
    if not (offer and pool and taken) or offer.late ~= 'r' or pool.available < line.quantity or
      offer.limit > 0 and taken + line.quantity > offer.limit then
      return false
    end
  end
  return true
end

local function offers_of(order, offers_key)
  local offers = { offers_key }
  for _, line in ipairs(order.lines) do offers[#offers + 1] = line.offer end
  return fetch(offers)
end

--- Why the payment cannot confirm the order, or nil.
local function reason_to_give_back(order, payment, books, offers_key)
  if not order then return 'unknown_order' end
  if order.currency ~= payment.currency then return 'wrong_currency' end
  if order.state == 'x' then return 'cancelled' end
  if order.state == 'c' then return order.paid_by == '-' and 'not_due' or 'second_payment' end
  if payment.amount ~= order.amount then return 'wrong_amount' end
  if order.state == 'e' and not is_still_to_be_had(order, books, offers_of(order, offers_key)) then return 'late' end
  return nil
end

--- Confirms the order: its record, or nil where its books are broken.
local function confirm(entry, order, payment, books, now)
  local was_expired = order.state == 'e'
  local deltas = move_order(books, order, 'c')
  if not deltas then return nil end
  local viewer = viewer_of(books, order.viewer)
  viewer.lapsed, viewer.changed = 0, true
  order.paid, order.paid_by, order.reason = order.paid + payment.amount, payment.key, was_expired and 'paid_late' or '-'
  return add_order_event(entry, 'order.confirmed', gateway_of(payment.key), deltas, order, now)
end

--- Makes the refund of a payment that cannot confirm due: the refund, and the order's record where it counts that.
local function give_back(entry, meta_key, order, payment, reason, now)
  local actor = gateway_of(payment.key)
  local refund = add_refund_due(entry, meta_key, payment, payment.amount, reason, actor, '-')
  if not is_counted(order, payment) then return refund end
  order.paid, order.granted = order.paid + payment.amount, order.granted + payment.amount
  return refund, add_order_event(entry, 'order.refund_due', actor, '-', order, now)
end

local function payment_of(argv)
  local key, id, currency, amount = argv[8], argv[9], argv[10], int(argv[11])
  if not amount or amount < 1 or amount > PAYMENT_AMOUNT_MAX or not currency:find('^%u%u%u$') or
    not key:find('^[%w_-]+:[%w_-]+$') or not id:find('^[%w_-]+$') then
    fail('broken argument')
  end
  return {
    key = key, order = id, currency = currency, amount = amount, granted = 0, refunded = 0, refunds = '-', appended = ''
  }
end

local function payment_take(keys, argv)
  expect_arguments(keys, 10, argv, 11)
  local meta, offers, pools, orders, taken, events, holds, viewers, payments, refunds = unpack(keys)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal then return refusal end
  local payment = payment_of(argv)
  local id, now = payment.order, partition.now
  if redis.call('HEXISTS', payments, payment.key) == 1 then return { 'ok', now, partition.seq, '=' } end
  redis.call('ZSCORE', holds, id)
  redis.call('HEXISTS', refunds, id) -- both for their type, before anything is written
  local record = redis.call('HGET', orders, id)
  local order = record and read_order(id, record) or nil
  if record and not order then return { 'ok', now, partition.seq, '-broken order ' .. id } end
  if order and order.paid + payment.amount > INT_MAX then return { 'ok', now, partition.seq, '-invalid_request amount' } end

  local books = order and open_books({ order }, pools, taken, viewers)
  local reason = reason_to_give_back(order, payment, books, offers)
  local entry = begin_entry(events, partition, argv[1], argv[7])
  add_event(entry, 'payment.received', gateway_of(payment.key), '-', payment.key, write_payment(payment), '-')
  local refund, changed
  if reason then
    refund, changed = give_back(entry, meta, order, payment, reason, now)
  else
    changed = confirm(entry, order, payment, books, now)
    if not changed then return { 'ok', now, partition.seq, '-broken pool' } end
  end
  append_entry(entry)
  redis.call('HSET', payments, payment.key, write_payment(payment))
  if changed then redis.call('HSET', orders, id, changed) end
  if refund then
    redis.call('HSET', refunds, refund.seq, write_refund(refund))
    redis.call('HSET', meta, 'due', partition.due + 1)
  else
    write_books(books, pools, taken, viewers)
    redis.call('ZREM', holds, id)
  end
  advance(meta, entry, partition, argv[7])
  return { 'ok', now, entry.seq, '+' .. (reason or 'confirmed') }
end

redis.register_function { function_name = 'payment_take_1', callback = payment_take, flags = { 'allow-oom' } }
