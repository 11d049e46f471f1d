// The shop's services, as this page uses them. contract.json declares what is used of each; tests/contracts looks it up
// in their OpenAPI documents.
//
// A call has a time-out per try, and is tried again, after a pause with jitter, where that can help and can't harm:
// reads, quotes (nothing is stored) and orders (the Idempotency-Key makes the second one the same order). Retry-After is
// heeded; a service that asks for more patience than a person has is reported as away at once.

const READ = { timeoutMs: 8000, attempts: 3 };
const QUOTE = { timeoutMs: 4000, attempts: 2 };
const ORDER = { timeoutMs: 12_000, attempts: 3 };
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 4000;
const PAGE_SIZE = 100;
const MOST_PAGES = 10;
const AWAY = new Set([429, 502, 503, 504]);

/**
 * What went wrong with a call.
 *
 * kind: `offline` (no answer came), `slow` (none in time), `away` (the service says so), `missing` (404), `refused`
 * (another 4xx: asking again does not help), `broken` (anything else). retryAfterSeconds: what the service asked for.
 * errors: what breaks the schema, for a refusal.
 */
export class ApiError extends Error {
  constructor(kind, { status, problem = {}, retryAfterSeconds } = {}) {
    super(problem.detail ?? kind);
    this.name = 'ApiError';
    this.kind = kind;
    this.status = status;
    this.requestId = problem.request_id;
    this.errors = problem.errors ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether the same call may well work in a moment. */
  get passing() {
    return this.kind === 'offline' || this.kind === 'slow' || this.kind === 'away';
  }
}

/** The calls, over `fetch`; `pause(ms, signal)` and `random()` are the clock and the dice of retries. */
export class Api {
  #fetch;
  #pause;
  #random;

  constructor({ fetch = globalThis.fetch.bind(globalThis), pause = sleep, random = Math.random } = {}) {
    this.#fetch = fetch;
    this.#pause = pause;
    this.#random = random;
  }

  /** All products, page by page: `{products, stale}`; stale: the catalogue serves them from memory. */
  async products({ signal } = {}) {
    const products = [];
    let stale = false;
    let cursor = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(cursor && { cursor }) });
      const found = await this.#call('GET', `/api/catalog/products?${query}`, { ...READ, signal });
      products.push(...found.items);
      stale ||= found.stale === true || found.items.some((item) => item.stale === true);
      cursor = found.next_cursor;
      if (!cursor) break;
    }
    return { products, stale };
  }

  /** What `items` (`{product_id, quantity, unit_price}`) cost in all, sent to `country`. */
  quote(items, country, { signal } = {}) {
    return this.#call('POST', '/api/quotes', { ...QUOTE, body: { items, country }, signal });
  }

  /** Order. key: the same for every try of the same order, so that it is taken once. */
  placeOrder(order, key, { signal } = {}) {
    const headers = { 'Idempotency-Key': key };
    return this.#call('POST', '/api/orders', { ...ORDER, body: order, headers, signal });
  }

  order(id, { signal } = {}) {
    return this.#call('GET', `/api/orders/${encodeURIComponent(id)}`, { ...READ, signal });
  }

  /** The receipt of an order; null until there is one. */
  async receipt(orderId, { signal } = {}) {
    try {
      return await this.#call('GET', `/api/receipts/${encodeURIComponent(orderId)}`, { ...READ, signal });
    } catch (error) {
      if (error instanceof ApiError && error.kind === 'missing') {
        return null;
      }
      throw error;
    }
  }

  async #call(method, path, { attempts, signal, ...options }) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(method, path, { signal, ...options });
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof ApiError) || attempt === attempts) throw error;
        const wait = this.#wait(error, attempt);
        if (wait === null) throw error;
        await this.#pause(wait, signal);
      }
    }
  }

  /** Milliseconds to wait before the next try; null where another makes no sense. */
  #wait(error, attempt) {
    if (error.retryAfterSeconds !== undefined) {
      const asked = error.retryAfterSeconds * 1000;
      return asked <= LONGEST_PAUSE_MS ? asked : null;
    }
    if (!error.passing) return null;
    return this.#random() * Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
  }

  async #once(method, path, { timeoutMs, body, headers, signal }) {
    const timeout = AbortSignal.timeout(timeoutMs);
    let response;
    let text;
    try {
      response = await this.#fetch(path, {
        method,
        headers: {
          Accept: 'application/json',
          // The service gives up when we do, instead of working for nobody.
          'X-Request-Timeout-Ms': String(timeoutMs),
          ...(body && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        body: body && JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      text = await response.text();
    } catch {
      signal?.throwIfAborted();
      throw new ApiError(timeout.aborted ? 'slow' : 'offline');
    }
    const content = parsed(text);
    if (response.ok && content !== undefined) {
      return content;
    }
    throw failure(response, content);
  }
}

function failure(response, problem) {
  const { status } = response;
  const details = { status, problem: problem ?? {}, retryAfterSeconds: retryAfter(response) };
  if (AWAY.has(status)) return new ApiError('away', details);
  if (status === 404) return new ApiError('missing', details);
  if (status >= 400 && status < 500) return new ApiError('refused', details);
  return new ApiError('broken', details);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function retryAfter(response) {
  const text = response.headers.get('Retry-After') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** Wait; ends early, with the signal's reason, when it is aborted. */
export function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end, { once: true });
  });
}
