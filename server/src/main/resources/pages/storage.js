// What this browser remembers. Where it refuses to remember, it does so for as long as the page is open.

const forNow = new Map();

export function recall(name) {
  try {
    const text = localStorage.getItem(name);
    if (text !== null) {
      return JSON.parse(text);
    }
  } catch {
    // no storage, or somebody else's value
  }
  return forNow.get(name) ?? null;
}

export function remember(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    forNow.delete(name);
  } catch {
    forNow.set(name, value);
  }
}

export function forget(name) {
  forNow.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    // no storage
  }
}

/** The names that begin with `prefix`. */
export function named(prefix) {
  const names = new Set(forNow.keys());
  try {
    for (let i = 0; i < localStorage.length; i++) {
      names.add(localStorage.key(i));
    }
  } catch {
    // no storage
  }
  return [...names].filter(name => name.startsWith(prefix));
}
