// What is for sale: from the catalogue, or, while that is away, as this browser saw it last.

const KEY = 'catalogue';
const LONGEST_MEMORY_MS = 24 * 60 * 60 * 1000;

/** Remembers the last catalogue that came. storage: of this browser. now: the clock. */
export class Catalogue {
  #api;
  #storage;
  #now;

  constructor(api, storage, now = () => new Date()) {
    this.#api = api;
    this.#storage = storage;
    this.#now = now;
  }

  /**
   * `{products, freshness, asOf, error}`. freshness: `fresh`; `stale` (the service says that prices may have changed);
   * `remembered` (the service is away, this is what it said at `asOf`; `error` says why it is away).
   * Throws ApiError where there is nothing to show.
   */
  async load({ signal } = {}) {
    try {
      const { products, stale } = await this.#api.products({ signal });
      if (!stale) {
        this.#storage.write(KEY, { at: this.#now().toISOString(), products });
      }
      return { products, freshness: stale ? 'stale' : 'fresh', asOf: this.#now() };
    } catch (error) {
      const kept = this.#remembered();
      if (!kept || signal?.aborted || !(error.passing || error.kind === 'broken')) throw error;
      return { products: kept.products, freshness: 'remembered', asOf: kept.asOf, error };
    }
  }

  #remembered() {
    const kept = this.#storage.read(KEY);
    const asOf = new Date(kept?.at);
    const fits = Array.isArray(kept?.products) && this.#now() - asOf < LONGEST_MEMORY_MS;
    return fits ? { products: kept.products, asOf } : null;
  }
}

/** The categories of `products`, each once, sorted. */
export function categoriesOf(products) {
  return [...new Set(products.map(({ category }) => category))].sort();
}

/** Write a category's id for people: `for-the-desk` is "For the desk". */
export function categoryName(category) {
  const words = category.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
