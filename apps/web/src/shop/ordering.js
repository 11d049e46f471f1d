// Orders are taken once: the key that says "this is the same order" lives as long as the order is not confirmed to the
// customer, also over a reload of the page. And the orders of this browser are remembered, to be looked at again.

const KEY = 'order-in-progress';
const PLACED = 'orders';
const MOST_REMEMBERED = 20;

/** Turn a basket and a form into what `orders` takes. */
export function orderFrom(lines, { name, email, country }) {
  return {
    customer: { name: name.trim(), email: email.trim() },
    items: lines.map(({ product, quantity }) => ({ product_id: product.id, quantity })),
    country,
  };
}

/** Keys of orders under way. storage: of this tab, so that two tabs place two orders. */
export class OrderKeys {
  #storage;
  #make;

  constructor(storage, make = () => crypto.randomUUID()) {
    this.#storage = storage;
    this.#make = make;
  }

  /** The key of this very order: the one that an earlier try had, a new one if anything in it has changed. */
  keyFor(order) {
    const content = JSON.stringify(order);
    const kept = this.#storage.read(KEY);
    if (kept?.content === content && typeof kept.key === 'string') {
      return kept.key;
    }
    const key = this.#make();
    this.#storage.write(KEY, { content, key });
    return key;
  }

  /** The order is taken: the next one, even of the same things, is another. */
  done() {
    this.#storage.remove(KEY);
  }
}

/** The orders placed in this browser, newest first: `{id, placed_at}`. */
export class PlacedOrders {
  #storage;

  constructor(storage) {
    this.#storage = storage;
  }

  get all() {
    const stored = this.#storage.read(PLACED);
    return (Array.isArray(stored) ? stored : []).filter(
      (one) => typeof one?.id === 'string' && !Number.isNaN(Date.parse(one.placed_at)),
    );
  }

  remember(id, placedAt = new Date()) {
    const others = this.all.filter((one) => one.id !== id);
    this.#storage.write(PLACED, [{ id, placed_at: placedAt.toISOString() }, ...others].slice(0, MOST_REMEMBERED));
  }
}
