import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../src/shop/polling.js';

const seen = () => false;

function pauses() {
  const waited = [];
  const pause = async (ms) => {
    waited.push(ms);
  };
  return Object.assign(pause, { waited });
}

test('what has not happened is looked for again, ever more slowly', async () => {
  const pause = pauses();
  let turns = 0;

  const happened = await until(async () => (turns += 1) === 9, { pause, hidden: seen });

  assert.ok(happened);
  assert.deepEqual(pause.waited, [1000, 2000, 3000, 5000, 8000, 13_000, 20_000, 20_000]);
});

test('after a while the customer has to ask', async () => {
  const pause = pauses();

  assert.equal(await until(async () => false, { pause, hidden: seen, longestMs: 10_000 }), false);
  assert.deepEqual(pause.waited, [1000, 2000, 3000, 5000]);
});

test('a page that nobody sees does not ask', async () => {
  const pause = pauses();
  let looked = 0;
  let hidden = true;
  const look = async () => {
    looked += 1;
    return true;
  };

  await until(look, { pause: async (ms) => { await pause(ms); hidden = pause.waited.length < 3; }, hidden: () => hidden });

  assert.equal(looked, 1);
  assert.equal(pause.waited.length, 3);
});

test('a page that is left asks no more', async () => {
  const pause = async () => {
    throw new DOMException('left', 'AbortError');
  };

  assert.equal(await until(async () => false, { pause, hidden: seen }), false);
});
