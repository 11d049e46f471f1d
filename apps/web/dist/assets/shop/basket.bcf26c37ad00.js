// The basket: what the customer wants, kept in the browser until it is ordered. It remembers name and price as they
// were when they were shown, so that it can be shown while the catalogue is away.

import { sums, times } from './money.441db376c22c.js';

export const MOST_PIECES = 99;
const KEY = 'basket';

/** Lines `{product, quantity}` in the order in which they were added; `subscribe` tells of each change. */
export class Basket {
  #lines = new Map();
  #listeners = new Set();
  #storage;

  constructor(storage) {
    this.#storage = storage;
    for (const line of remembered(storage.read(KEY))) {
      this.#lines.set(line.product.id, line);
    }
  }

  get lines() {
    return [...this.#lines.values()];
  }

  get empty() {
    return this.#lines.size === 0;
  }

  /** Pieces of all products. */
  get count() {
    return this.lines.reduce((count, { quantity }) => count + quantity, 0);
  }

  /** What the goods cost, a sum per currency. */
  get subtotals() {
    return sums(this.lines.map(({ product, quantity }) => times(product.price, quantity)));
  }

  quantityOf(id) {
    return this.#lines.get(id)?.quantity ?? 0;
  }

  /** Put one more piece of `product` in. Returns how many are in now. */
  add(product) {
    this.#set(product, this.quantityOf(product.id) + 1);
    return this.quantityOf(product.id);
  }

  /** Make it `quantity` pieces: at most MOST_PIECES, 0 takes the line out. */
  setQuantity(id, quantity) {
    const line = this.#lines.get(id);
    if (line) {
      this.#set(line.product, quantity);
    }
  }

  /** Take what the catalogue says now over. Returns the lines whose price has changed, as they were before. */
  refresh(products) {
    const changed = [];
    for (const product of products) {
      const line = this.#lines.get(product.id);
      if (!line) continue;
      const { price } = line.product;
      if (price.amount !== product.price.amount || price.currency !== product.price.currency) {
        changed.push(line);
      }
      this.#lines.set(product.id, { product: snapshot(product), quantity: line.quantity });
    }
    if (changed.length) {
      this.#changed();
    }
    return changed;
  }

  clear() {
    this.#lines.clear();
    this.#changed();
  }

  /** Call `listener` after each change; returns what ends it. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(product, quantity) {
    const pieces = Math.min(Math.max(Math.trunc(quantity) || 0, 0), MOST_PIECES);
    if (pieces === 0) {
      this.#lines.delete(product.id);
    } else {
      this.#lines.set(product.id, { product: snapshot(product), quantity: pieces });
    }
    this.#changed();
  }

  #changed() {
    this.#storage.write(KEY, this.lines);
    for (const listener of this.#listeners) {
      listener(this);
    }
  }
}

function snapshot({ id, name, category, price }) {
  return { id, name, category, price: { amount: price.amount, currency: price.currency } };
}

/** What was stored may be of another version of this page, or somebody's play: lines that make no sense are dropped. */
function remembered(stored) {
  return (Array.isArray(stored) ? stored : []).filter(
    (line) =>
      typeof line?.product?.id === 'string' &&
      typeof line.product.name === 'string' &&
      Number.isSafeInteger(line.product.price?.amount) &&
      /^[A-Z]{3}$/.test(line.product.price.currency) &&
      Number.isInteger(line.quantity) &&
      line.quantity >= 1 &&
      line.quantity <= MOST_PIECES,
  );
}
