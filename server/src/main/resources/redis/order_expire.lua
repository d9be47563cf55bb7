--[[ order_expire_1
Expires holds whose time is over: what they held is on sale again. Those whose records cannot be read are taken off the
list and told, so that they are in nobody's way.
It frees stock, so it also runs when memory is short.

expired  how many
more     1: further ones are due
next     when the next hold ends, 0 for none
broken   order ids

KEYS    meta:hash pools:hash orders:hash taken:hash events:stream holds:zset viewers:hash
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex limit:int
REPLY   status:text now:ms seq:int expired:int more:int next:ms (broken:text)*
FLAGS   allow-oom
]]

local function order_expire(keys, argv)
  expect_arguments(keys, 7, argv, 8)
  local meta, pools, orders, taken, events, holds, viewers = unpack(keys)
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  if refusal then return refusal end
  local limit = int(argv[8])
  if not limit or limit < 1 or limit > HOLDS_PER_CALL_MAX then fail('broken argument') end

  local expired, has_more, broken = release_due(partition, argv, {
    meta = meta, pools = pools, orders = orders, taken = taken, events = events, holds = holds, viewers = viewers
  }, limit)
  if #broken > 0 then redis.call('ZREM', holds, unpack(broken)) end
  local first = redis.call('ZRANGE', holds, 0, 0, 'WITHSCORES')
  return { 'ok', partition.now, partition.seq, expired, has_more and 1 or 0, int(first[2]) or 0, unpack(broken) }
end

redis.register_function { function_name = 'order_expire_1', callback = order_expire, flags = { 'allow-oom' } }
