-- Payments and refunds. What was paid is kept for one confirmed order or given back; what is given back is a refund.

local REFUNDS_PER_PAYMENT_MAX = 50
local PAYMENT_AMOUNT_MAX = 10000000000000

--- The payment, or nil where the record is broken.
local function read_payment(key, record)
  local order, currency, amount, granted, refunded, refunds, appended =
    record:match('^(%S+) (%u%u%u) (%d+) (%d+) (%d+) (%S+)(.*)$')
  amount, granted, refunded = int(amount), int(granted), int(refunded)
  return amount and granted and refunded and {
    key = key, order = order, currency = currency, amount = amount, granted = granted, refunded = refunded,
    refunds = refunds, appended = appended
  } or nil
end

local function write_payment(payment)
  return table.concat({
    payment.order, payment.currency, payment.amount, payment.granted, payment.refunded, payment.refunds
  }, ' ') .. payment.appended
end

--- The refund, or nil where the record is broken.
local function read_refund(seq, record)
  local state, payment, order, currency, amount, reason, appended =
    record:match('^([df]) (%S+) (%S+) (%u%u%u) (%d+) (%S+)(.*)$')
  return int(amount) and {
    seq = seq, state = state, payment = payment, order = order, currency = currency, amount = int(amount),
    reason = reason, appended = appended
  } or nil
end

local function write_refund(refund)
  return table.concat({
    refund.state, refund.payment, refund.order, refund.currency, refund.amount, refund.reason
  }, ' ') .. refund.appended
end

local function gateway_of(payment_key)
  return payment_key:match('^[^:]+')
end

--- `<session>-r<seq>`; the session stands in every key.
local function refund_id(meta_key, seq)
  return meta_key:match('{(.*)}') .. '-r' .. seq
end

--- How many refunds it has, due and done.
local function refund_count(payment)
  local _, commas = payment.refunds:gsub(',', '')
  return payment.refunds == '-' and 0 or commas + 1
end

--- Whether the order's sums are in the payment's currency, so that they count it.
local function is_counted(order, payment)
  return order and order.currency == payment.currency
end

--- A refund of `payment`, numbered `seq`, of which nothing is written yet.
local function new_refund(payment, seq, state, amount, reason)
  payment.granted = payment.granted + amount
  payment.refunds = payment.refunds == '-' and tostring(seq) or payment.refunds .. ',' .. seq
  return {
    seq = seq, state = state, payment = payment.key, order = payment.order, currency = payment.currency,
    amount = amount, reason = reason, appended = ''
  }
end

--- Makes a refund due, as the next event of `entry`.
local function add_refund_due(entry, meta_key, payment, amount, reason, actor, attachment)
  local refund = new_refund(payment, entry.seq + 1, 'd', amount, reason)
  add_event(entry, 'refund.due', actor, '-', refund_id(meta_key, refund.seq), write_refund(refund), attachment)
  return refund
end

--- The order as the next event of `entry` leaves it; returns its record.
local function add_order_event(entry, type, actor, deltas, order, now)
  local record = write_order(order, entry.seq + 1, now)
  add_event(entry, type, actor, deltas, order.id, record, '-')
  return record
end
