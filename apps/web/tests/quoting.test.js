import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ApiError } from '../src/api.js';
import { Quoting } from '../src/shop/quoting.js';
import { CUP } from './fakes.js';

const LINES = [{ product: CUP, quantity: 2 }];
const QUOTE = { total: { amount: 5, currency: 'EUR' }, valid_until: '2026-03-01T12:15:00Z' };
const NOW = Date.parse('2026-03-01T12:00:00Z');

/** Timers that run when the test says so. */
class Clock {
  timers = new Map();
  #next = 1;

  set(work, ms) {
    this.timers.set(this.#next, { work, ms });
    return this.#next++;
  }

  clear(timer) {
    this.timers.delete(timer);
  }

  now() {
    return NOW;
  }

  /** Run the one timer that is set; returns after how many milliseconds it would have. */
  async tick() {
    assert.equal(this.timers.size, 1);
    const [[id, { work, ms }]] = this.timers;
    this.timers.delete(id);
    await work();
    return ms;
  }
}

function quotingOver(...answers) {
  const asked = [];
  const api = {
    quote: async (items, country, options) => {
      asked.push({ items, country, ...options });
      const next = answers.shift();
      if (next instanceof Error) throw next;
      return typeof next === 'function' ? next() : next;
    },
  };
  const clock = new Clock();
  const states = [];
  const quoting = new Quoting(api, ({ state }) => states.push(state), clock);
  return { quoting, clock, states, asked };
}

test('a quote is asked for a moment after the last change', async () => {
  const { quoting, clock, states, asked } = quotingOver(QUOTE);

  quoting.want(LINES, 'IE');
  quoting.want(LINES, 'DE');

  assert.equal(await clock.tick(), 350);
  assert.deepEqual(states, ['asking', 'asking', 'quoted']);
  assert.equal(quoting.state.quote, QUOTE);
  assert.deepEqual(asked.map(({ items, country }) => [items, country]), [
    [[{ product_id: 'cup', quantity: 2, unit_price: CUP.price }], 'DE'],
  ]);
});

test('an empty basket has no quote, and none is asked for', () => {
  const { quoting, clock, states } = quotingOver();
  quoting.want(LINES, 'IE');

  quoting.want([], 'IE');

  assert.deepEqual(states, ['asking', 'none']);
  assert.equal(clock.timers.size, 0);
});

test('a quote that came too late is dropped', async () => {
  let deliver;
  const late = () => new Promise((resolve) => (deliver = resolve));
  const { quoting, clock, asked } = quotingOver(late, QUOTE);
  quoting.want(LINES, 'IE');
  const first = clock.tick();

  quoting.want(LINES, 'DE');
  deliver({ total: 'of the first' });
  await first;
  await clock.tick();

  assert.ok(asked[0].signal.aborted);
  assert.equal(quoting.state.quote, QUOTE);
});

test('a quote is asked for again when it has run out', async () => {
  const { quoting, clock, states } = quotingOver(QUOTE, QUOTE);
  quoting.want(LINES, 'IE');
  await clock.tick();

  assert.equal(await clock.tick(), 15 * 60_000);
  assert.deepEqual(states, ['asking', 'quoted', 'quoted']);
});

test('while quotes are away they are asked for again, as seldom as they wish', async () => {
  const { quoting, clock, states } = quotingOver(
    new ApiError('offline'),
    new ApiError('away', { retryAfterSeconds: 60 }),
    QUOTE,
  );
  quoting.want(LINES, 'IE');
  await clock.tick();

  assert.equal(await clock.tick(), 15_000);
  assert.equal(await clock.tick(), 60_000);
  assert.deepEqual(states, ['asking', 'away', 'away', 'quoted']);
});

test('the customer can ask at once', async () => {
  const { quoting, clock, states } = quotingOver(new ApiError('away'), QUOTE);
  quoting.want(LINES, 'IE');
  await clock.tick();

  await quoting.again();

  assert.deepEqual(states, ['asking', 'away', 'asking', 'quoted']);
  assert.equal(clock.timers.size, 1); // for when it has run out
});

test('what is refused is not asked for again', async () => {
  const { quoting, clock, states } = quotingOver(new ApiError('refused'));
  quoting.want(LINES, 'IE');
  await clock.tick();

  assert.deepEqual(states, ['asking', 'refused']);
  assert.equal(clock.timers.size, 0);
});
