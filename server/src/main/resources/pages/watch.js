// Looks at something again and again, at the pace that the last look asked for, and not while nobody sees the page.

/** `look` answers how long until the next one in milliseconds, or null to end. Returns a function that looks at once. */
export function watch(look) {
  let timer = null;
  let looking = false;
  let again = false;

  async function turn() {
    clearTimeout(timer);
    timer = null;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    const waitMs = await look();
    looking = false;
    if (again) {
      again = false;
      turn();
    } else if (waitMs !== null && !document.hidden) {
      timer = setTimeout(turn, waitMs * (0.9 + Math.random() * 0.2)); // not everybody at once
    }
  }

  document.addEventListener('visibilitychange', () => document.hidden || turn());
  addEventListener('pageshow', event => event.persisted && turn());
  turn();
  return turn;
}
