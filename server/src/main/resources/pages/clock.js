// The server's time, whatever the phone's clock says. Each reply's Date, in whole seconds, bounds how far the two are
// apart; a few replies together tell it to a fraction of a second.

const SECOND_MS = 1000;

let apartMsMin = -Infinity;
let apartMsMax = Infinity;

/** Learns from a reply to a call that was sent and answered at these times of the phone. */
export function heard(date, sentMs, receivedMs) {
  const stampedMs = Date.parse(date ?? '');
  if (Number.isNaN(stampedMs)) {
    return;
  }
  const min = stampedMs - receivedMs;
  const max = stampedMs + SECOND_MS - sentMs;
  if (max < apartMsMin || min > apartMsMax) { // one of the clocks was set meanwhile
    apartMsMin = min;
    apartMsMax = max;
  } else {
    apartMsMin = Math.max(apartMsMin, min);
    apartMsMax = Math.min(apartMsMax, max);
  }
}

/** Epoch milliseconds of the server, rather late than early: a countdown promises no time that is not there. */
export function now() {
  return Date.now() + (Number.isFinite(apartMsMax) ? apartMsMax : 0);
}

/** How long until a time of the contract; negative once it is past. */
export function until(time) {
  return Date.parse(time) - now();
}
