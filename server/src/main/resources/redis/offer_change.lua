--[[ offer_change_1
Carries out a host's command on one offer; a repeat, or a command for what is so already, changes nothing.
A host must be able to close an offer when memory is short, so it also runs then.

action  put     price currency limit payment hold late delivery stock document (stock counts at creation only)
        open    countdown:ms duration:ms (0: open-ended)
        stock   delta
        price   price
        close, pin, unpin
how     created, changed, unchanged

KEYS    meta:hash offers:hash pools:hash commands:hash events:stream
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex actor:text command:text fingerprint:text version:int|- action:text attachment:json|- offer:text (argument:text)*
REPLY   status:text now:ms seq:int how:text pinned:text offer:text pool:text
FLAGS   allow-oom
]]

--- What one command does to `it` (offer, pool, partition): event type and deltas; nothing where it changes nothing;
--- or nil and a refusal.
local ACTIONS = {}

local function required_int(text)
  return int(text) or fail('broken argument')
end

local function put_terms(offer, arguments)
  local price, currency, limit, payment, hold, late, delivery, _, document = unpack(arguments)
  offer.price, offer.currency, offer.limit = required_int(price), currency, required_int(limit)
  offer.payment, offer.hold, offer.late, offer.delivery = payment, required_int(hold), late, delivery
  offer.document = document
end

local function create_offer(it, arguments)
  if it.partition.state == 'ended' then return nil, { 'session_state', 'ended' } end
  local stock = required_int(arguments[8])
  if stock > STOCK_MAX then return nil, { 'invalid_request', 'stock' } end
  it.offer = { state = 'd', opens = 0, closes = 0, version = 0 }
  put_terms(it.offer, arguments)
  it.pool = { available = stock, held = 0, sold = 0 }
  return 'offer.created', delta(it.pool_id, stock, 0, 0)
end

function ACTIONS.put(it, arguments)
  if not it.offer then return create_offer(it, arguments) end
  if it.offer.currency ~= arguments[2] then return nil, { 'invalid_request', 'currency' } end
  put_terms(it.offer, arguments)
  if write_offer(it.offer) == it.record then return nil end
  return 'offer.changed', '-'
end

function ACTIONS.open(it, arguments)
  if it.partition.state == 'ended' then return nil, { 'session_state', 'ended' } end
  local countdown, duration = required_int(arguments[1]), required_int(arguments[2])
  it.offer.state = 'o'
  it.offer.opens = it.partition.now + countdown
  it.offer.closes = duration > 0 and it.offer.opens + duration or 0
  return 'offer.opened', '-'
end

function ACTIONS.close(it)
  if it.offer.state ~= 'o' then return nil end
  it.offer.state = 'c'
  return 'offer.closed', '-'
end

function ACTIONS.stock(it, arguments)
  local change = signed_int(arguments[1]) or fail('broken argument')
  local available = it.pool.available + change
  if change == 0 then return nil end
  if available < 0 then return nil, { 'stock_unavailable', it.pool.available } end
  if available + it.pool.held + it.pool.sold > STOCK_MAX then return nil, { 'invalid_request', 'stock' } end
  it.pool.available = available
  return 'offer.stock_changed', delta(it.pool_id, change, 0, 0)
end

function ACTIONS.price(it, arguments)
  local price = required_int(arguments[1])
  if price == it.offer.price then return nil end
  it.offer.price = price
  return 'offer.price_changed', '-'
end

function ACTIONS.pin(it)
  if it.partition.state == 'ended' then return nil, { 'session_state', 'ended' } end
  if it.partition.pinned == it.id then return nil end
  it.partition.pinned = it.id
  return 'offer.pinned', '-'
end

function ACTIONS.unpin(it)
  if it.partition.pinned ~= it.id then return nil end
  it.partition.pinned = '-'
  return 'offer.unpinned', '-'
end

local function offer_reply(it, how)
  local partition = it.partition
  return { 'ok', partition.now, partition.seq, how, partition.pinned, it.record, it.pool_record }
end

--- The offer and its pool as stored; fails on broken records.
local function read_offer_and_pool(offers_key, pools_key, partition, id)
  local it = { id = id, pool_id = 'stock:' .. id, partition = partition }
  it.record = redis.call('HGET', offers_key, id)
  it.pool_record = redis.call('HGET', pools_key, it.pool_id)
  if it.record then
    it.offer, it.pool = read_offer(it.record), read_pool(it.pool_record)
    if not (it.offer and it.pool) then fail('broken offer ' .. id) end
  end
  return it
end

local function write_offer_change(keys, argv, it, event, deltas)
  local meta, offers, pools, commands, events = unpack(keys)
  local actor, command, fingerprint, _, _, attachment = unpack(argv, 8)
  it.offer.version = it.offer.version + 1
  it.record = write_offer(it.offer)
  it.pool_record = write_pool(it.pool)
  -- What cannot be read back was made of broken arguments, and would close the offer for good.
  if not (read_offer(it.record) and read_pool(it.pool_record)) then fail('broken argument') end
  local entry = begin_entry(events, it.partition, argv[1], argv[7])
  add_event(entry, event, actor, deltas, it.id, it.record, attachment)
  append_entry(entry)
  redis.call('HSET', offers, it.id, it.record)
  redis.call('HSET', pools, it.pool_id, it.pool_record)
  redis.call('HSET', meta, 'pinned', it.partition.pinned)
  remember_command(commands, command, fingerprint, entry.seq)
  advance(meta, entry, it.partition, argv[7])
  it.partition.seq = entry.seq
end

--- Why the command may not be tried at all: a reply, or nil.
local function refusal_of_change(it, action, version)
  local partition = it.partition
  if not it.offer and action ~= 'put' then return { 'not_found', partition.now, partition.seq } end
  local current = it.offer and it.offer.version or 0
  if is_conflict(version, current) then return { 'version_conflict', partition.now, partition.seq, current } end
  return nil
end

local function offer_change(keys, argv)
  expect_arguments(keys, 5, argv, 14)
  local meta, offers, pools, commands, events = unpack(keys)
  local actor, command, fingerprint, version, action, attachment, offer = unpack(argv, 8)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal then return refusal end
  if not ACTIONS[action] then fail('unknown action') end
  local it = read_offer_and_pool(offers, pools, partition, offer)
  local mismatch, is_repeat = refusal_of_command(partition, commands, command, fingerprint)
  if mismatch then return mismatch end
  if is_repeat then return offer_reply(it, 'unchanged') end
  refusal = refusal_of_change(it, action, version)
  if refusal then return refusal end

  local is_new = not it.offer
  local event, result = ACTIONS[action](it, { unpack(argv, 15) })
  if event then
    write_offer_change(keys, argv, it, event, result)
    return offer_reply(it, is_new and 'created' or 'changed')
  end
  if result then return { result[1], partition.now, partition.seq, result[2] } end
  remember_command(commands, command, fingerprint, partition.seq)
  return offer_reply(it, 'unchanged')
end

redis.register_function { function_name = 'offer_change_1', callback = offer_change, flags = { 'allow-oom' } }
