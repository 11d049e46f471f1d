// Keeps a quote in step with the basket: asks a moment after the last change, drops answers that came too late, asks
// again when a quote has run out. While there is none, the customer sees why, and can order all the same.

const DELAY_MS = 350;
const SLOWEST_REFRESH_MS = 60 * 60 * 1000;
const AGAIN_MS = 15_000;

/**
 * The state is one of `{state: 'none'}` (nothing to quote), `{state: 'asking', quote}` (the one before, if any),
 * `{state: 'quoted', quote}`, `{state: 'away', error}`, `{state: 'refused', error}` (asking again does not help).
 */
export class Quoting {
  state = { state: 'none' };
  #api;
  #changed;
  #clock;
  #timer = null;
  #controller = null;
  #wanted = null;

  /** changed: called with each new state. clock: `{set, clear, now}`, the browser's timers and time. */
  constructor(api, changed, clock = browserClock) {
    this.#api = api;
    this.#changed = changed;
    this.#clock = clock;
  }

  /** Want a quote for these lines of a basket, sent to `country`. */
  want(lines, country) {
    this.stop();
    if (!lines.length) {
      this.#become({ state: 'none' });
      return;
    }
    const items = lines.map(({ product, quantity }) => ({
      product_id: product.id,
      quantity,
      unit_price: product.price,
    }));
    this.#wanted = { items, country };
    this.#become({ state: 'asking', quote: this.state.quote });
    this.#later(DELAY_MS);
  }

  /** Ask now: the customer said so. */
  again() {
    if (this.#wanted) {
      this.#clock.clear(this.#timer);
      this.#become({ state: 'asking' });
      return this.#ask();
    }
    return undefined;
  }

  /** Ask no more. */
  stop() {
    this.#clock.clear(this.#timer);
    this.#controller?.abort();
    this.#controller = null;
    this.#wanted = null;
  }

  #later(ms) {
    this.#timer = this.#clock.set(() => this.#ask(), ms);
  }

  async #ask() {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const { items, country } = this.#wanted;
    try {
      const quote = await this.#api.quote(items, country, { signal: controller.signal });
      if (controller.signal.aborted) return;
      this.#become({ state: 'quoted', quote });
      const left = Date.parse(quote.valid_until) - this.#clock.now();
      this.#later(Math.min(Math.max(left, AGAIN_MS), SLOWEST_REFRESH_MS));
    } catch (error) {
      if (controller.signal.aborted) return;
      if (error.passing || error.kind === 'broken') {
        this.#become({ state: 'away', error });
        this.#later(Math.max((error.retryAfterSeconds ?? 0) * 1000, AGAIN_MS));
      } else {
        this.#become({ state: 'refused', error });
      }
    }
  }

  #become(state) {
    this.state = state;
    this.#changed(state);
  }
}

const browserClock = {
  set: (work, ms) => setTimeout(work, ms),
  clear: (timer) => clearTimeout(timer),
  now: () => Date.now(),
};
