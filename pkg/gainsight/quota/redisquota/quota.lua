-- The rules of package quota for one bucket, run by Redis as one step.
--
-- KEYS[1] is a hash, the head, and KEYS[2] a sorted set, the calls: slot -> the latest moment at which the call can have arrived.
-- ARGV[1] is what a program asks, as JSON: type question in ask.go.
--
-- Times are microseconds since 1970. They and slots are below 2^53, so Lua's numbers are exact; but as text they need %.0f,
-- since tostring rounds to 14 digits.
local HEAD, CALLS = KEYS[1], KEYS[2]
local RECHECK = 5000000 -- how long callers wait for another one's try
local DIFFER = 1000000 -- how far the clocks of machines may differ that take the place of one another

local ask = cjson.decode(ARGV[1])

local function text(number) return string.format('%.0f', number) end

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

-- All of the head are numbers:
--   id        the moment at which the bucket was made, or made anew after a loss
--   repaired  1 if it was made anew
--   changes   how many there were of calls that count
--   calls     how many there are
--   last      the moment of the last question
--   expires   when nothing here counts any more
--   slots, span, lease  the most that anybody needed who shares the bucket: calls, and times
--   resume    when one call may try again after a refusal; 0 if calls are not stopped
--   probe     the slot of the call that tries; 0 for none
local FIELDS = {'id', 'repaired', 'changes', 'calls', 'last', 'expires', 'slots', 'span', 'lease', 'resume', 'probe'}

local head = {}
local stored = redis.call('HGETALL', HEAD)
for i = 1, #stored, 2 do head[stored[i]] = tonumber(stored[i + 1]) end
for _, field in ipairs(FIELDS) do
  if not head[field] then head = {} end -- it is not there, or damaged
end

-- Where the clock is a little behind, time stands still until it is where it was. Where it is further behind, it was set back
-- (or was wrong before), and time goes on from what it shows now.
local now = clock()
local behind = math.max(0, (head.last or now) - now)
local is_set_back = behind > DIFFER
if not is_set_back then now = now + behind end

-- What the windows of whoever asks need.
local longest, most = 0, 0
for _, w in ipairs(ask.windows) do
  longest = math.max(longest, w.span)
  most = math.max(most, w.calls)
end

local function add(call, at)
  redis.call('ZADD', CALLS, text(at), call)
  head.changes = head.changes + 1
end

-- How many calls the rules can have let through since a moment: any number, where nobody knows how long ago it was.
local function let_through(since)
  local calls, elapsed = head.slots, now - since
  if is_set_back then return calls end
  for _, w in ipairs(ask.windows) do
    calls = math.min(calls, w.calls * (math.floor(elapsed / w.span) + 1))
  end
  return calls
end

-- How many calls may have been made that Redis has lost: all, where a key is damaged or gone before its time, or both are gone
-- and the program that asks has seen them; and where they are older than that program has seen them, those since then.
local function lost()
  local known = ask.known
  if redis.call('ZCARD', CALLS) ~= (head.calls or 0) and now < (head.expires or math.huge) then return head.slots end
  if not known or now >= known.expires then return 0 end
  if not head.id or head.id < known.id then return head.slots end
  if head.id > known.id then return head.repaired == 1 and 0 or head.slots end
  if head.changes < known.changes then return let_through(head.last) end
  return 0
end

-- Corrects what cannot be where the clock was set back: a call that arrives later than the longest lease, or a stop that takes
-- longer than its pause or a lease. So nobody waits for longer than a window and a lease.
local function set_back()
  local latest = now + head.lease
  local calls = redis.call('ZRANGEBYSCORE', CALLS, '(' .. text(latest), '+inf')
  for _, call in ipairs(calls) do redis.call('ZADD', CALLS, text(latest), call) end
  if head.resume then head.resume = math.min(head.resume, now + math.max(ask.pause, head.lease)) end
end

-- Calls that were lost may be under way still. They count from when they have arrived or never will. The bucket gets a new id, a
-- later one than any before, and a mark: whoever knows it by a former id need not repair it again.
local function open()
  local known = ask.known or {id = 0, lease = 0}
  head.slots = math.max(head.slots or 0, most)
  head.span = math.max(head.span or 0, longest)
  head.lease = math.max(head.lease or 0, ask.lease, known.lease)
  if is_set_back then set_back() end
  local missing = lost()
  if not head.id or missing > 0 then
    head.id = math.max(now, (head.id or 0) + 1, known.id + 1)
    head.repaired = missing > 0 and 1 or 0
    head.changes, head.resume, head.probe = head.changes or 0, head.resume or 0, head.probe or 0
  end
  for i = 1, missing do add('lost:' .. text(head.id) .. ':' .. i, now + head.lease) end
  redis.call('ZREMRANGEBYSCORE', CALLS, '-inf', text(now - head.span))
  return missing
end

-- The head lives longer than the calls, so that a head which is gone while calls are there was lost.
local function close()
  local latest = redis.call('ZRANGE', CALLS, -1, -1, 'WITHSCORES')
  head.calls, head.last = redis.call('ZCARD', CALLS), now
  head.expires = math.max(now, tonumber(latest[2] or 0)) + head.span
  for _, field in ipairs(FIELDS) do redis.call('HSET', HEAD, field, text(head[field])) end
  local life = math.ceil((head.expires - now) / 1000)
  redis.call('PEXPIRE', CALLS, text(life + 1000))
  redis.call('PEXPIRE', HEAD, text(life + 2000))
end

-- How long calls stay stopped after a refusal. When the time is over, the first caller tries, and the others ask again soon.
local function stopped()
  local wait = math.max(0, head.resume - now)
  return head.probe > 0 and math.min(wait, RECHECK) or wait
end

-- How long until the next slot is free, and the window that it waits for, from 1.
local function used_up()
  local free, window = now, 0
  for i, w in ipairs(ask.windows) do
    local call = redis.call('ZRANGE', CALLS, -w.calls, -w.calls, 'WITHSCORES')
    if call[2] and call[2] + w.span > free then free, window = call[2] + w.span, i end
  end
  return free - now, window
end

local function take()
  local call = text(ask.slot)
  if redis.call('ZSCORE', CALLS, call) then return {0, 0} end -- asked again, since the reply was lost
  local wait, window = stopped(), 0
  if wait == 0 then wait, window = used_up() end
  if wait == 0 then
    add(call, now + ask.lease)
    if head.resume > 0 then head.resume, head.probe = now + math.max(ask.lease, ask.pause), ask.slot end
  end
  return {wait, window}
end

-- A call that is not known counts too if it may have arrived: its lease was over.
local function settle()
  local call, ended = text(ask.slot), ask['end']
  if ended == 'never sent' then
    redis.call('ZREM', CALLS, call)
  elseif ended == 'unknown' then
    add(call, math.max(now, tonumber(redis.call('ZSCORE', CALLS, call) or 0)))
  else
    add(call, now)
  end
  for i = 1, math.min(ask.extra, head.slots) do add(call .. '+' .. i, now) end

  local is_try = head.probe > 0 and head.probe == ask.slot
  if ended == 'refused' then
    head.resume, head.probe = now + ask.pause, 0
  elseif is_try and ended == 'arrived' then
    head.resume, head.probe = 0, 0
  elseif is_try and ended == 'never sent' then
    head.resume, head.probe = now, 0
  end
  return {}
end

local function state()
  local reply = {now, head.resume > 0 and now + stopped() or 0}
  local calls = redis.call('ZRANGEBYSCORE', CALLS, '(' .. text(now - longest), '+inf', 'WITHSCORES')
  for i = 2, #calls, 2 do reply[#reply + 1] = tonumber(calls[i]) end
  return reply
end

local missing = open()
local answer = ({take = take, settle = settle, state = state})[ask['do']]()
close()
local reply = {is_set_back and behind or 0, missing, head.id, head.changes, head.expires, head.lease}
for _, number in ipairs(answer) do reply[#reply + 1] = number end
return reply
