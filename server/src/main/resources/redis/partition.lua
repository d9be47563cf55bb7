-- What the functions share. The library is these files in the order of FunctionLibrary, under one #! line.
-- Redis does not roll back: every function reads and checks first, then writes; its first write is the stream entry,
-- the only one that could still be refused (by type or by id).

local INT_MAX = 99999999999999 -- 14 digits: what Lua writes exactly
local STOCK_MAX = 1000000000000

-- Most numbers are small, and a look-up is ten times faster than reading or writing one.
local NUMBERS, TEXTS = {}, {}
for n = 0, 999 do
  TEXTS[n] = n .. ''
  NUMBERS[TEXTS[n]] = n
end

--- A plain decimal from 0 to INT_MAX, or nil. tonumber alone would take nan, inf, 1e3 and 0x10.
local function int(text)
  local small = NUMBERS[text]
  if small then return small end
  if text and #text <= 14 and text:find('^%d+$') and (#text == 1 or text:byte() ~= 48) then
    return tonumber(text)
  end
  return nil
end

local function text_of(number)
  return TEXTS[number] or tostring(number)
end

--- The same with an optional minus sign.
local function signed_int(text)
  if text and text:byte() == 45 then
    local n = int(text:sub(2))
    return n and n > 0 and -n or nil
  end
  return int(text)
end

--- A bug of the caller or a broken record: the call ends, and nothing has been written.
local function fail(what)
  error({ err = 'GANCHANG ' .. what })
end

local function expect_arguments(keys, key_count, argv, argument_count)
  if #keys ~= key_count or #argv < argument_count then
    fail('wrong number of keys or arguments')
  end
end

--- Partition time: Redis TIME plus the partition's offset, never back.
local function partition_time(offset, last)
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000) + offset
  return now < last and last or now
end

--- The partition as :meta has it, or nil where there is none.
local function read_meta(key)
  local raw = redis.call(
    'HMGET', key, 'seq', 'epoch', 'state', 'version', 'pinned', 'offset', 'now', 'frozen', 'tag', 'clock', 'holds',
    'due')
  if not raw[1] then
    if redis.call('EXISTS', key) == 1 then fail('broken meta') end
    return nil
  end
  local seq, epoch, version, offset, last, clock, due =
    int(raw[1]), int(raw[2]), int(raw[4]), signed_int(raw[6]), int(raw[7]), int(raw[10] or '0'), int(raw[12] or '0')
  if not (seq and epoch and version and offset and last and clock and due and raw[3] and raw[5] and raw[9]) then
    fail('broken meta')
  end
  return {
    seq = seq, epoch = epoch, state = raw[3], version = version, pinned = raw[5], frozen = raw[8], tag = raw[9],
    clock = clock, holds = int(raw[11]), due = due, last = last, now = partition_time(offset, last)
  }
end

local function is_tag(text)
  return text:find('^%x+$') ~= nil
end

--- Whether the partition is not the one whose event `known` bore `known_tag` ('-' where that is not known).
local function is_rolled_back(partition, known, known_tag)
  return partition.seq < known or partition.seq == known and known_tag ~= '-' and partition.tag ~= known_tag
end

--- Why the call head (epoch, known, knownTag, clock, notBefore, notAfter) forbids this call, as a reply, or nil.
local function refusal_of(partition, argv)
  local epoch, known, clock, not_before, not_after =
    int(argv[1]), int(argv[2]), int(argv[4]), int(argv[5]), int(argv[6])
  if not (epoch and epoch > 0 and known and clock and not_before and not_after and is_tag(argv[7])) or
    argv[3] ~= '-' and not is_tag(argv[3]) then
    fail('broken call head')
  end
  if not partition then return { 'absent', 0, 0 } end
  local now, seq = partition.now, partition.seq
  if partition.epoch ~= epoch then return { 'epoch', now, seq, partition.epoch } end
  if is_rolled_back(partition, known, argv[3]) then return { 'rolled_back', now, seq } end
  if partition.frozen then return { 'frozen', now, seq, partition.frozen } end
  if partition.clock ~= clock then return { 'clock', now, seq, partition.clock } end
  if now < not_before or now > not_after then return { 'deadline', now, seq } end
  if partition.state == 'closed' then return { 'closed', now, seq } end -- for good: last, as its removal passes over it
  return nil
end

--- Begins the stream entry of a call. Add events with add_event, then write it with append_entry.
local function begin_entry(events_key, partition, epoch, tag)
  return {
    events_key, '', 'b', (partition.seq + 1) .. ' ' .. epoch .. ' ' .. partition.now .. ' ' .. tag,
    seq = partition.seq
  }
end

local function add_event(entry, type, actor, deltas, subject, body, attachment)
  local n = #entry
  entry.seq = entry.seq + 1
  entry[n + 1] = 'e'
  entry[n + 2] = type .. ' ' .. actor .. ' ' .. deltas .. ' ' .. subject .. ' ' .. body
  if attachment ~= '-' then
    entry[n + 3] = 'a'
    entry[n + 4] = attachment
  end
end

--- The first write of every call; :meta follows as the last.
local function append_entry(entry)
  entry[2] = entry.seq .. '-0'
  redis.call('XADD', unpack(entry))
end

local function advance(meta_key, entry, partition, tag)
  redis.call('HSET', meta_key, 'seq', tostring(entry.seq), 'now', tostring(partition.now), 'tag', tag)
end

local function read_pool(record)
  local available, held, sold, appended = (record or ''):match('^(%d+) (%d+) (%d+)(.*)$')
  available, held, sold = int(available), int(held), int(sold)
  if not (available and held and sold) or not appended:find('^ ') and appended ~= '' then return nil end
  return { available = available, held = held, sold = sold, appended = appended }
end

local function write_pool(pool)
  return pool.available .. ' ' .. pool.held .. ' ' .. pool.sold .. (pool.appended or '')
end

--- The offer record, or nil where it is broken.
local function read_offer(record)
  local state, opens, closes, price, currency, limit, payment, hold, late, delivery, version, document = record:match(
    '^([doc]) (%d+) (%d+) (%d+) (%u%u%u) (%d+) ([np]) (%d+) ([rf]) ([01]) (%d+) (.+)$')
  opens, closes, price, limit, version = int(opens), int(closes), int(price), int(limit), int(version)
  return opens and closes and price and limit and int(hold) and version and {
    state = state, opens = opens, closes = closes, price = price, currency = currency, limit = limit,
    payment = payment, hold = hold, late = late, delivery = delivery, version = version, document = document
  }
end

local function write_offer(offer)
  return table.concat({
    offer.state, offer.opens, offer.closes, offer.price, offer.currency, offer.limit, offer.payment, offer.hold,
    offer.late, offer.delivery, offer.version, offer.document
  }, ' ')
end

local function is_open(offer, now)
  return offer.state == 'o' and now >= offer.opens and (offer.closes == 0 or now < offer.closes)
end

--- field → value for the fields named in `fields`, whose first element is the key.
local function fetch(fields)
  local values = {}
  if #fields > 1 then
    local raw = redis.call('HMGET', unpack(fields))
    for i = 2, #fields do values[fields[i]] = raw[i - 1] end
  end
  return values
end

local VALUES_PER_WRITE = 4000 -- even; unpack takes some 7,900, a full batch has more

--- Calls `command` with the key and `values`, a bounded number of them a time.
local function call_in_parts(command, key, values)
  for first = 1, #values, VALUES_PER_WRITE do
    redis.call(command, key, unpack(values, first, math.min(first + VALUES_PER_WRITE - 1, #values)))
  end
end

local function delta(pool, available, held, sold)
  return pool .. '=' .. available .. '/' .. held .. '/' .. sold
end
