--[[ refund_settle_1
Takes note that money has gone back: that a refund was carried out, or that the gateway has given back by itself. Told by
whoever carried it out (with its number), or by a notice of the gateway (with its command, and perhaps the number).
Money must be taken note of when memory is short, so it also runs then.

refund  its number; -: not told, it is about any of that amount; all: the amount is all that has gone back of the payment
answer  +<refund>  noted now
        =<refund>  noted before
        -<problem code> <details>

KEYS    meta:hash orders:hash events:stream commands:hash payments:hash refunds:hash
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex payment:text currency:text amount:int refund:int|all|- command:text|-
REPLY   status:text now:ms seq:int answer:text
FLAGS   allow-oom
]]

--- The refund of that number, or nil; `fail` where it cannot be read.
local function stored_refund(refunds_key, seq)
  local record = redis.call('HGET', refunds_key, seq)
  return record and (read_refund(int(seq), record) or fail('broken refund ' .. seq)) or nil
end

--- A notice that names none of our refunds is about one of its amount: one that was carried out and of which no notice has
--- come yet, else the one that is due; where several are, nil and an answer, as it may be any of them. Nil for none: the
--- gateway has given back by itself.
local function find_unnamed(payment, amount, refunds_key, commands_key)
  local due
  for seq in payment.refunds:gmatch('%d+') do
    local refund = stored_refund(refunds_key, seq)
    if refund and refund.amount == amount then
      if refund.state == 'f' and redis.call('HEXISTS', commands_key, 'r' .. seq) == 0 then return refund end
      if refund.state == 'd' and due then return nil, '-not_found' end
      due = refund.state == 'd' and refund or due
    end
  end
  return due
end

--- What is told to have gone back in all is new as far as it is above what was noted; while a refund of ours is under way
--- nobody can tell whether it is in it. Returns an answer, or nil and has put the new part into `claim`.
local function take_new_part(payment, claim)
  if payment.granted > payment.refunded then return '-not_found' end
  claim.amount = claim.amount - payment.refunded
  return claim.amount < 1 and '=' or nil
end

--- The refund that was carried out; nil and an answer where the call makes no sense, nil where it is the gateway's own.
local function find_settled(payment, claim, refunds_key, commands_key)
  if claim.refund == 'all' then return nil, take_new_part(payment, claim) end
  local refund = claim.refund ~= '-' and stored_refund(refunds_key, claim.refund) or nil
  if refund and (refund.payment ~= payment.key or refund.amount ~= claim.amount) then
    return nil, '-invalid_request refund'
  end
  if not refund and claim.command == '-' then return nil, '-not_found' end
  if refund then return refund end
  return find_unnamed(payment, claim.amount, refunds_key, commands_key)
end

--- Whether the gateway can have given back so much by itself.
local function is_beyond(payment, amount)
  return amount > payment.amount - payment.granted or refund_count(payment) >= 2 * REFUNDS_PER_PAYMENT_MAX
end

--- Notes it: the refund, and the order's record where it counts that.
local function settle(entry, meta_key, refund, payment, order, amount, now)
  local actor = gateway_of(payment.key)
  if refund then
    refund.state = 'f'
  else
    refund = new_refund(payment, entry.seq + 1, 'f', amount, 'by_gateway')
    if is_counted(order, payment) then order.granted = order.granted + amount end
  end
  payment.refunded = payment.refunded + amount
  add_event(entry, 'refund.done', actor, '-', refund_id(meta_key, refund.seq), write_refund(refund), '-')
  if not is_counted(order, payment) or refund.reason == 'unknown_order' then return refund end -- it came later
  order.refunded = order.refunded + amount
  return refund, add_order_event(entry, 'order.refunded', actor, '-', order, now)
end

local function claim_of(argv)
  local claim = {
    payment = argv[8], currency = argv[9], amount = int(argv[10]), refund = argv[11], command = argv[12]
  }
  if not claim.amount or claim.amount < 1 or not (int(claim.refund) or claim.refund == '-' or claim.refund == 'all') then
    fail('broken argument')
  end
  return claim
end

--- So that the same notice, and another one of the same refund, change nothing more.
local function remember_notice(commands_key, claim, seq)
  if claim.command ~= '-' then
    remember_command(commands_key, claim.command, '-', seq)
    remember_command(commands_key, 'r' .. seq, '-', seq)
  end
end

local function refund_settle(keys, argv)
  expect_arguments(keys, 6, argv, 12)
  local meta, orders, events, commands, payments, refunds = unpack(keys)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal then return refusal end
  local claim = claim_of(argv)
  redis.call('HEXISTS', refunds, claim.refund) -- for its type, before anything is written
  local function answer(text) return { 'ok', partition.now, partition.seq, text } end
  local _, is_repeat, noted = refusal_of_command(partition, commands, claim.command, '-')
  if is_repeat then return answer('=' .. noted) end
  local stored = redis.call('HGET', payments, claim.payment)
  if not stored then return answer('-not_found') end
  local payment = read_payment(claim.payment, stored)
  if not payment then return answer('-broken payment ' .. claim.payment) end
  if payment.currency ~= claim.currency then return answer('-invalid_request currency') end
  local refund, problem = find_settled(payment, claim, refunds, commands)
  if problem then return answer(problem) end
  if not refund and is_beyond(payment, claim.amount) then return answer('-invalid_request refund') end
  if refund and refund.state == 'f' then
    remember_notice(commands, claim, refund.seq)
    return answer('=' .. refund.seq)
  end
  local record = redis.call('HGET', orders, payment.order)
  local order = record and read_order(payment.order, record) or nil
  if record and not order then return answer('-broken order ' .. payment.order) end

  local entry = begin_entry(events, partition, argv[1], argv[7])
  local was_due = refund ~= nil
  local done, changed = settle(entry, meta, refund, payment, order, claim.amount, partition.now)
  append_entry(entry)
  redis.call('HSET', payments, payment.key, write_payment(payment))
  redis.call('HSET', refunds, done.seq, write_refund(done))
  if changed then redis.call('HSET', orders, payment.order, changed) end
  if was_due then redis.call('HSET', meta, 'due', math.max(0, partition.due - 1)) end
  remember_notice(commands, claim, done.seq)
  advance(meta, entry, partition, argv[7])
  return { 'ok', partition.now, entry.seq, '+' .. done.seq }
end

redis.register_function { function_name = 'refund_settle_1', callback = refund_settle, flags = { 'allow-oom' } }
