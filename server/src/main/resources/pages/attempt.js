// An attempt to buy. Its key and body are stored before it is sent and go out unchanged until an answer is final, over
// reloads and in every tab. So whatever happens on the way, one press is at most one order.

import {NO_ANSWER, call, sleep} from './api.js';
import {admit, reject} from './guest.js';
import {forget, named, recall, remember} from './storage.js';

const ATTEMPT = 'ganchang.attempt.';

/** How long an attempt without an answer can still be executed; the server says it itself where it can. */
const UNSETTLED_MS = 6_000;

/** What the server did not carry out, and asks to hear again. */
const AGAIN = new Set(['overloaded', 'session_frozen', 'unauthorized']);
const AGAIN_MAX = 20;

/** An attempt that was left behind for longer is given up: nobody buys days later without a press. */
const LEFT_MS_MAX = 10 * 60_000;

const path = session => `/v1/sessions/${session}/orders`;
const nameOf = (session, offer) => `${ATTEMPT}${session}.${offer}`;

/** The offers of that session with an attempt that has no final answer. */
export function unanswered(session) {
  const prefix = nameOf(session, '');
  named(prefix).filter(isLeftBehind).forEach(forget);
  return named(prefix).map(name => name.slice(prefix.length));
}

/** Whether it was pressed too long ago to go on with; where it was carried out after all, the list of orders has it. */
function isLeftBehind(name) {
  return !(Date.now() - recall(name)?.pressedMs < LEFT_MS_MAX);
}

/** Goes on with an attempt of before the page was loaded, which may be under way still. */
export function resume(session, offer, onWait) {
  const name = nameOf(session, offer);
  const attempt = recall(name);
  if (attempt) {
    remember(name, {...attempt, unsettledMs: Date.now() + UNSETTLED_MS});
  }
  return settle(session, name, onWait);
}

/** Buys `line`; joins an attempt on that offer which another tab has under way. `delivery` is null where none is needed. */
export function place(session, line, delivery, onWait) {
  const name = nameOf(session, line.offer);
  if (!recall(name) || isLeftBehind(name)) {
    const body = JSON.stringify({lines: [line], ...(delivery && {delivery})});
    remember(name, {key: newKey(), body, pressedMs: Date.now(), unsettledMs: 0});
  }
  return settle(session, name, onWait);
}

/** Asks until the answer is final: {order} or {code}. Calls `onWait` with the code while it is not. */
async function settle(session, name, onWait) {
  for (let asked = 1; ; asked++) {
    const attempt = recall(name);
    if (!attempt) { // another tab has the answer
      return {code: 'answered_elsewhere'};
    }
    const reply = await send(session, attempt);
    if (reply.status === 200 || reply.status === 201) {
      forget(name);
      return {order: reply.value};
    }
    if (reply.code === NO_ANSWER || reply.code === 'outcome_unknown') {
      remember(name, {...attempt, unsettledMs: Date.now() + Math.max(reply.waitMs, UNSETTLED_MS)});
    } else if (isFinal(reply, recall(name) ?? attempt, asked)) {
      forget(name);
      return {code: reply.code};
    }
    onWait(reply.code);
    await sleep(reply.waitMs);
  }
}

/** A refusal is final only once no earlier sending of the attempt can be executed any more. */
function isFinal(reply, attempt, asked) {
  return Date.now() >= attempt.unsettledMs && (asked >= AGAIN_MAX || !AGAIN.has(reply.code));
}

async function send(session, {key, body}) {
  const {token, reply} = await admit();
  if (reply) {
    return reply;
  }
  const answer = await call('POST', path(session), {token, key, body});
  if (answer.status === 401) {
    reject(token); // the next time goes out as a new guest
  }
  return answer;
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
