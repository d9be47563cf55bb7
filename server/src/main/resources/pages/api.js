// One call of the contract.

import {heard} from './clock.js';

const ANSWER_MS_MAX = 12_000;
const WAIT_MS = 2_000;

export const NO_ANSWER = 'no_answer';

/**
 * Answers {status, value, code, waitMs}: the JSON, a problem's code (`no_answer` where none came), and how long to wait
 * before asking again. It never throws.
 */
export async function call(method, path, {token, key, body} = {}) {
  const headers = {};
  if (token) {
    headers['Authorization'] = `Bearer ${token}`;
  }
  if (key) {
    headers['Idempotency-Key'] = key;
  }
  if (body) {
    headers['Content-Type'] = 'application/json';
  }
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_MS_MAX);
  const sentMs = Date.now();
  try {
    const response = await fetch(path, {method, headers, body, signal: patience.signal, cache: 'no-store'});
    heard(response.headers.get('Date'), sentMs, Date.now());
    const value = await response.json();
    const waitMs = Number(response.headers.get('Retry-After')) * 1000 || WAIT_MS;
    return {status: response.status, value, code: response.ok ? null : value.code, waitMs};
  } catch {
    return {status: 0, value: null, code: NO_ANSWER, waitMs: WAIT_MS};
  } finally {
    clearTimeout(timer);
  }
}

export function sleep(ms) {
  return new Promise(resolve => setTimeout(resolve, ms));
}
