// Stand-ins for what the browser gives: storage, and services that answer as told.

import { BrowserStorage } from '../src/shop/storage.js';

export const CUP = {
  id: 'cup',
  name: 'Espresso cup',
  category: 'table',
  price: { amount: 1400, currency: 'EUR' },
  description: 'Holds 60 ml.',
};
export const LAMP = { ...CUP, id: 'lamp', name: 'Desk lamp', category: 'desk', price: { amount: 11_900, currency: 'EUR' } };

/** An area like localStorage; full: whether it refuses to keep anything. */
export class Area {
  items = new Map();
  full = false;

  getItem(key) {
    return this.items.get(key) ?? null;
  }

  setItem(key, text) {
    if (this.full) throw new DOMException('It is full.', 'QuotaExceededError');
    this.items.set(key, text);
  }

  removeItem(key) {
    this.items.delete(key);
  }
}

/** Storage over a new area, or the one given. */
export function storage(area = new Area()) {
  return new BrowserStorage(() => area);
}

/** An answer with this status and body. */
export function answer(status, body, headers = {}) {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

/** A fetch that gives `answers` one after the other (an Error is thrown, a function called); `asked` is what came. */
export function fetches(...answers) {
  const asked = [];
  const fetch = async (path, options) => {
    asked.push({ path, ...options });
    const next = answers.length > 1 ? answers.shift() : answers[0];
    if (next instanceof Error) throw next;
    return typeof next === 'function' ? next(options) : next.clone();
  };
  return Object.assign(fetch, { asked });
}
