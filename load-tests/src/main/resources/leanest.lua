#!lua name=leanest
--[[ The yardstick of order_place_1: what any design must do that keeps the same content under the same keys. It writes the
same order records, counters, pools, and stream entry with its deliveries, looks up repeats, and keeps stock and limits,
each in one call of Redis a batch. Everything else is left out: see LeanestDesign.java.

KEYS and ARGV are those of order_place_1.
]]

local function leanest(keys, argv)
  local meta, offers_key, pools_key, orders_key, taken_key, events = unpack(keys)
  local call = redis.call
  local seq, time = tonumber(call('HGET', meta, 'seq')), call('TIME')
  local now = time[1] .. ('000' .. math.floor(time[2] / 1000)):sub(-3)

  local ids, counters, offers, pools = { orders_key }, { taken_key }, { offers_key }, { pools_key }
  local fingerprints, viewers, owners, channels, names, quantities, place_of, n = {}, {}, {}, {}, {}, {}, {}, 0
  for i = 11, #argv, 2 do
    local id, fingerprint, viewer, owner, channel, offer, quantity =
      argv[i]:match('^([^ ]+) ([^ ]+) ([^ ]+) ([^ ]+) ([^ ]+) ([^:]+):([^:]+)')
    n = n + 1
    ids[n + 1], counters[n + 1] = id, viewer .. ':' .. offer
    fingerprints[n], viewers[n], owners[n], channels[n], names[n], quantities[n] =
      fingerprint, viewer, owner, channel, offer, quantity
    if not place_of[offer] then
      place_of[offer] = #offers
      offers[#offers + 1] = offer
      pools[#pools + 1] = 'stock:' .. offer
    end
  end

  local records, taken = call('HMGET', unpack(ids)), call('HMGET', unpack(counters))
  local offer_records, pool_records = call('HMGET', unpack(offers)), call('HMGET', unpack(pools))
  local terms, stocks = {}, {}
  for name, place in pairs(place_of) do
    local price, currency, limit = offer_records[place]:match('^[^ ]+ [^ ]+ [^ ]+ ([^ ]+) ([^ ]+) ([^ ]+)')
    local available, held, sold = pool_records[place]:match('^([^ ]+) ([^ ]+) ([^ ]+)')
    terms[name] = { price = price, currency = currency, limit = tonumber(limit) }
    stocks[name] = { id = 'stock:' .. name, available = tonumber(available), held = held, sold = tonumber(sold) }
  end

  local reply, record_of, count_of = { 'ok', tonumber(now), 0 }, {}, {}
  local entry, e = { events, '', 'b', (seq + 1) .. ' 1 ' .. now .. ' ' .. argv[7] }, 4
  local placed, counts, p = { orders_key }, { taken_key }, 1
  for i = 1, n do
    local id, counter, name = ids[i + 1], counters[i + 1], names[i]
    local offer, stock, quantity = terms[name], stocks[name], tonumber(quantities[i])
    local has, before = count_of[counter] or taken[i] and tonumber(taken[i]) or 0, record_of[id] or records[i]
    if before then
      reply[i + 3] = '=' .. before
    elseif has + quantity > offer.limit then
      reply[i + 3] = '-viewer_limit ' .. name .. ' ' .. offer.limit .. ' ' .. has
    elseif stock.available < quantity then
      reply[i + 3] = '-sold_out ' .. name .. ' ' .. stock.available
    else
      stock.available, stock.sold, stock.changed = stock.available - quantity, stock.sold + quantity, true
      seq = seq + 1
      local viewer, owner, text = viewers[i], owners[i], quantities[i]
      local record = 'c ' .. fingerprints[i] .. ' ' .. seq .. ' ' .. now .. ' 0 0 n 0 0 0 ' .. offer.currency .. ' ' ..
        channels[i] .. ' ' .. viewer .. ' ' .. owner .. ' ' .. name .. ':' .. text .. ':' .. offer.price .. ' -'
      entry[e + 1] = 'e'
      entry[e + 2] = 'order.confirmed ' .. (owner == '=' and viewer or owner) .. ' ' .. stock.id .. '=-' .. text ..
        '/0/' .. text .. ' ' .. id .. ' ' .. record
      entry[e + 3] = 'a'
      entry[e + 4] = argv[2 * i + 10]
      e = e + 4
      placed[p + 1], placed[p + 2] = id, record
      counts[p + 1], counts[p + 2] = counter, has > 0 and tostring(has + quantity) or text
      p = p + 2
      record_of[id], count_of[counter] = record, has + quantity
      reply[i + 3] = '+' .. record
    end
  end

  if p > 1 then
    local last = tostring(seq)
    entry[2] = last .. '-0'
    call('XADD', unpack(entry))
    call('HSET', unpack(placed))
    call('HSET', unpack(counts))
    for _, stock in pairs(stocks) do
      if stock.changed then
        call('HSET', pools_key, stock.id, stock.available .. ' ' .. stock.held .. ' ' .. stock.sold)
      end
    end
    call('HSET', meta, 'seq', last, 'now', now, 'tag', argv[7])
  end
  reply[3] = seq
  return reply
end

redis.register_function { function_name = 'leanest_1', callback = leanest, flags = {} }
