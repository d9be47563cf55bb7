--[[ refund_settle_1
Takes note that money has gone back: that a refund was carried out, or that the gateway has given back by itself. Told by
whoever carried it out (with its number), or by a notice of the gateway (with its command, and perhaps the number).
Money must be taken note of when memory is short, so it also runs then.

answer  +<refund>  noted now
        =<refund>  noted before
        -<problem code> <details>

KEYS    meta:hash orders:hash events:stream commands:hash payments:hash refunds:hash
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex payment:text currency:text amount:int refund:int|- command:text|-
REPLY   status:text now:ms seq:int answer:text
FLAGS   allow-oom
]]

--- The refund of that number, or nil; `fail` where it cannot be read.
local function stored_refund(refunds_key, seq)
  local record = redis.call('HGET', refunds_key, seq)
  return record and (read_refund(int(seq), record) or fail('broken refund ' .. seq)) or nil
end

--- A notice that names none of our refunds is about one of its amount: one that is due, else one that was carried out and of
--- which no notice has come yet. Nil for neither: the gateway has given back by itself.
local function find_unnamed(payment, amount, refunds_key, commands_key)
  local noted
  for seq in payment.refunds:gmatch('%d+') do
    local refund = stored_refund(refunds_key, seq)
    if refund and refund.amount == amount then
      if refund.state == 'd' then return refund end
      if not noted and redis.call('HEXISTS', commands_key, 'r' .. seq) == 0 then noted = refund end
    end
  end
  return noted
end

--- The refund that was carried out; nil and an answer where the call makes no sense, nil where it is the gateway's own.
local function find_settled(payment, claim, refunds_key, commands_key)
  local refund = claim.refund ~= '-' and stored_refund(refunds_key, claim.refund) or nil
  if refund and (refund.payment ~= payment.key or refund.amount ~= claim.amount) then
    return nil, '-invalid_request refund'
  end
  if not refund and claim.command == '-' then return nil, '-not_found' end
  refund = refund or find_unnamed(payment, claim.amount, refunds_key, commands_key)
  if not refund and claim.amount > payment.amount - payment.granted then return nil, '-invalid_request refund' end
  return refund
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
  if not claim.amount or claim.amount < 1 or not (int(claim.refund) or claim.refund == '-') then fail('broken argument') end
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
  if was_due then redis.call('HSET', meta, 'due', partition.due - 1) end
  remember_notice(commands, claim, done.seq)
  advance(meta, entry, partition, argv[7])
  return { 'ok', partition.now, entry.seq, '+' .. done.seq }
end

redis.register_function { function_name = 'refund_settle_1', callback = refund_settle, flags = { 'allow-oom' } }
