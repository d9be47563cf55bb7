// Who this browser is: a guest, admitted with the first order and remembered.

import {call} from './api.js';
import {forget, recall, remember} from './storage.js';

const GUEST = 'ganchang.guest';
const RENEW_MS = 7 * 24 * 3600 * 1000;

/** The token, or null where this browser is nobody yet. */
export function knownToken() {
  return recall(GUEST)?.token ?? null;
}

/** Forgets a token that the server no longer takes, unless another tab has replaced it already. */
export function reject(token) {
  if (knownToken() === token) {
    forget(GUEST);
  }
}

/** {token}, or {reply} where no guest was let in. */
export async function admit() {
  const known = knownToken();
  if (known) {
    return {token: known};
  }
  const reply = await call('POST', '/v1/guest');
  if (reply.status !== 201) {
    return {reply};
  }
  if (!knownToken()) { // else another tab was faster, and its orders are that guest's
    remember(GUEST, reply.value);
  }
  return {token: knownToken()};
}

/** Has a token that ends soon replaced by a later one for the same guest. */
export async function renew() {
  const guest = recall(GUEST);
  if (!guest || Date.parse(guest.expiresAt) - Date.now() > RENEW_MS) {
    return;
  }
  const reply = await call('POST', '/v1/guest', {token: guest.token});
  if (reply.status === 201) {
    remember(GUEST, reply.value);
  } else if (reply.status === 401) {
    reject(guest.token);
  }
}
