// The browser's storage, as JSON. Where it is full or forbidden (a private window, a strict setting) the page goes on
// without: what it holds is a convenience, never the only copy of an order.

export class BrowserStorage {
  #area;
  #fallback = new Map();

  /** area: gives localStorage or sessionStorage; asking for it may throw already. */
  constructor(area) {
    try {
      this.#area = area();
    } catch {
      this.#area = null;
    }
  }

  /** What was written under `key`; undefined for nothing, and for what is no JSON. */
  read(key) {
    try {
      const text = this.#area?.getItem(key) ?? this.#fallback.get(key);
      return text === undefined || text === null ? undefined : JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  write(key, value) {
    const text = JSON.stringify(value);
    try {
      this.#area.setItem(key, text);
      this.#fallback.delete(key);
    } catch {
      this.#fallback.set(key, text);
    }
  }

  remove(key) {
    this.#fallback.delete(key);
    try {
      this.#area.removeItem(key);
    } catch {
      // It was never there.
    }
  }
}
