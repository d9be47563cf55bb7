--[[ session_change_1
Creates a partition, changes its session's document or moves its state; a repeat of what is so already changes nothing.
A host must be able to stop a show when memory is short, so it also runs then.

action  create (arguments: ledger, key), change, start, pause, resume, end
holds   unpaid holds that a viewer may have in this session; -: as the server's settings say
how     created, changed, unchanged

KEYS    meta:hash commands:hash events:stream
ARGV    epoch:int known:int knownTag:hex|- clock:int notBefore:ms notAfter:ms tag:hex actor:text command:text fingerprint:text version:int|- action:text attachment:json|- session:text document:json|- ledger:text key:text holds:int|-
REPLY   status:text now:ms seq:int how:text state:text version:int document:json
FLAGS   allow-oom
]]

local TRANSITIONS = {
  start = { from = { scheduled = true }, to = 'live', event = 'session.started' },
  pause = { from = { live = true }, to = 'paused', event = 'session.paused' },
  resume = { from = { paused = true }, to = 'live', event = 'session.resumed' },
  ['end'] = { from = { scheduled = true, live = true, paused = true }, to = 'ended', event = 'session.ended' }
}

local function session_reply(partition, how, document)
  return { 'ok', partition.now, partition.seq, how, partition.state, partition.version, document }
end

local function birth(argv)
  return {
    seq = 0, epoch = int(argv[1]), state = 'scheduled', version = 1, pinned = '-', now = partition_time(0, 0)
  }
end

--- Writes the partition's new state as an event and returns the reply.
local function write_session(keys, argv, partition, event, how, document)
  local meta, commands, events = unpack(keys)
  local actor, command, fingerprint, _, _, attachment, session = unpack(argv, 8)
  local entry = begin_entry(events, partition, argv[1], argv[7])
  local body = partition.state .. ' ' .. partition.version .. ' ' .. document
  add_event(entry, event, actor, '-', session, body, attachment)
  append_entry(entry)
  if event == 'session.created' or event == 'session.changed' then redis.call('HSET', meta, 'holds', argv[18]) end
  if how == 'created' then
    local ledger, key = unpack(argv, 16)
    redis.call('HSET', meta, 'epoch', argv[1], 'pinned', '-', 'ledger', ledger, 'key', key, 'offset', 0)
  end
  redis.call('HSET', meta, 'state', partition.state, 'version', partition.version, 'doc', document)
  remember_command(commands, command, fingerprint, entry.seq)
  advance(meta, entry, partition, argv[7])
  partition.seq = entry.seq
  return session_reply(partition, how, document)
end

local function change_document(keys, argv, partition, document)
  partition.version = partition.version + 1
  return write_session(keys, argv, partition, 'session.changed', 'changed', document)
end

local function change_state(keys, argv, partition, transition, document)
  if not transition.from[partition.state] then
    return { 'session_state', partition.now, partition.seq, partition.state }
  end
  partition.state = transition.to
  partition.version = partition.version + 1
  return write_session(keys, argv, partition, transition.event, 'changed', document)
end

local function session_change(keys, argv)
  expect_arguments(keys, 3, argv, 18)
  local meta, commands, events = unpack(keys)
  local actor, command, fingerprint, version, action, attachment, session, document, ledger, key = unpack(argv, 8)
  if not (TRANSITIONS[action] or action == 'create' or action == 'change') then fail('unknown action') end
  if argv[18] ~= '-' and not int(argv[18]) then fail('broken argument') end
  local partition = read_meta(meta)
  local refusal = refusal_of(partition, argv)
  -- A partition that is missing although the caller has seen its events was lost; it is not born again.
  if not partition and action == 'create' and int(argv[2]) == 0 then
    redis.call('HGET', commands, command) -- checks the type, before anything is written
    return write_session(keys, argv, birth(argv), 'session.created', 'created', document)
  end
  if refusal then return refusal end

  local before = redis.call('HMGET', meta, 'ledger', 'doc')
  if action == 'create' and before[1] ~= ledger then return { 'foreign', partition.now, partition.seq } end
  local mismatch, is_repeat = refusal_of_command(partition, commands, command, fingerprint)
  if mismatch then return mismatch end
  if is_repeat then return session_reply(partition, 'unchanged', before[2]) end
  if is_conflict(version, partition.version) then
    return { 'version_conflict', partition.now, partition.seq, partition.version }
  end
  if TRANSITIONS[action] then return change_state(keys, argv, partition, TRANSITIONS[action], before[2]) end
  if before[2] == document then
    remember_command(commands, command, fingerprint, partition.seq)
    return session_reply(partition, 'unchanged', document)
  end
  return change_document(keys, argv, partition, document)
end

redis.register_function { function_name = 'session_change_1', callback = session_change, flags = { 'allow-oom' } }
