--[[ order_resolve_1
Ends one order: its owner cancels it, all it took is on sale again, and what was paid for it is to be given back. A repeat
gets the order as it is.
It frees memory, so it also runs when memory is short.

answer  +<record>  cancelled now
        =<record>  cancelled before
        -<problem code> <details>

KEYS    meta:hash pools:hash orders:hash taken:hash events:stream holds:zset viewers:hash payments:hash refunds:hash
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex owner:text id:text reason:text
REPLY   status:text now:ms seq:int answer:text
FLAGS   allow-oom
]]

--- Why the order cannot be cancelled by this owner, or the repeat's answer, or nil.
local function refusal_to_cancel(record, order, owner)
  if not record then return '-not_found' end
  if not order then return '-broken order' end
  if owner_of(order) ~= owner then return '-not_found' end
  if order.state == 'x' then return '=' .. record end
  if order.state == 'e' then return '-order_state expired' end
  return nil
end

--- The payment that is kept for the order, '-' for none, or nil where it is broken.
local function payment_kept(order, payments_key)
  if order.paid_by == '-' then return '-' end
  local record = redis.call('HGET', payments_key, order.paid_by)
  return record and read_payment(order.paid_by, record)
end

local function order_resolve(keys, argv)
  expect_arguments(keys, 9, argv, 10)
  local meta, pools, orders, taken, events, holds, viewers, payments, refunds = unpack(keys)
  local owner, id, reason = unpack(argv, 8)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal then return refusal end

  local record = redis.call('HGET', orders, id)
  local order = record and read_order(id, record)
  local answer = refusal_to_cancel(record, order, owner)
  if answer then return { 'ok', partition.now, partition.seq, answer } end
  redis.call('ZSCORE', holds, id)
  redis.call('HEXISTS', refunds, id) -- both for their type, before anything is written
  local payment = payment_kept(order, payments)
  local books = open_books({ order }, pools, taken, viewers)
  local deltas = payment and move_order(books, order, 'x')
  if not deltas then return { 'ok', partition.now, partition.seq, '-broken pool' } end

  local entry = begin_entry(events, partition, argv[1], argv[7])
  local left = payment ~= '-' and payment.amount - payment.granted or 0
  order.reason, order.granted = reason, order.granted + left
  record = add_order_event(entry, 'order.cancelled', owner, deltas, order, partition.now)
  local refund = left > 0 and add_refund_due(entry, meta, payment, left, 'cancelled', owner, '-')
  append_entry(entry)
  write_books(books, pools, taken, viewers)
  redis.call('HSET', orders, id, record)
  redis.call('ZREM', holds, id)
  if refund then
    redis.call('HSET', payments, payment.key, write_payment(payment))
    redis.call('HSET', refunds, refund.seq, write_refund(refund))
    redis.call('HSET', meta, 'due', partition.due + 1)
  end
  advance(meta, entry, partition, argv[7])
  return { 'ok', partition.now, entry.seq, '+' .. record }
end

redis.register_function { function_name = 'order_resolve_1', callback = order_resolve, flags = { 'allow-oom' } }
