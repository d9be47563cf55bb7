-- Places one order of one line as shops usually do: eight commands, one call an order, keys of its own for each order.
--
-- KEYS 1 idempotency key -> order id
--      2 stock of the offer
--      3 hash: viewer -> units taken of the offer
--      4 hash: the order
--      5 stream of events
-- ARGV 1 order id             2 viewer                 3 units, 1 to 100000
--      4 limit per viewer, 0 for none                  5 seconds that the idempotency key is kept
--      6 offer                7 price, minor units     8 currency
--      9 channel              10 epoch milliseconds    11 delivery as JSON
-- Reply: {'placed'}, {'replayed', order id}, {'sold_out'} or {'limit'}

local known = redis.call('GET', KEYS[1])
if known then
  return { 'replayed', known }
end

local id, viewer, units = ARGV[1], ARGV[2], tonumber(ARGV[3])
if tonumber(redis.call('GET', KEYS[2]) or '0') < units then
  return { 'sold_out' }
end
local taken = tonumber(redis.call('HGET', KEYS[3], viewer) or '0')
local limit = tonumber(ARGV[4])
if limit > 0 and taken + units > limit then
  return { 'limit' }
end

redis.call('DECRBY', KEYS[2], units)
redis.call('HINCRBY', KEYS[3], viewer, units)
redis.call('SET', KEYS[1], id, 'EX', ARGV[5])
redis.call('HSET', KEYS[4], 'state', 'confirmed', 'viewer', viewer, 'offer', ARGV[6], 'units', units, 'priceMinor', ARGV[7],
  'currency', ARGV[8], 'channel', ARGV[9], 'createdMs', ARGV[10])
redis.call('XADD', KEYS[5], '*', 'type', 'order.confirmed', 'order', id, 'viewer', viewer, 'offer', ARGV[6], 'units', units,
  'priceMinor', ARGV[7], 'channel', ARGV[9], 'createdMs', ARGV[10], 'delivery', ARGV[11])
return { 'placed' }
