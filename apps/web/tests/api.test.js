import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { Api, ApiError, sleep } from '../src/api.js';
import { CUP, LAMP, answer, fetches } from './fakes.js';

const ORDER = { customer: { name: 'Ada', email: 'ada@example.com' }, items: [{ product_id: 'cup', quantity: 1 }], country: 'IE' };
const PROBLEM = { title: 'Away', status: 503, detail: 'Try again in 5 s.', request_id: 'abc' };

function apiOver(...answers) {
  const fetch = fetches(...answers);
  const pauses = [];
  const pause = async (ms) => {
    pauses.push(ms);
  };
  return { api: new Api({ fetch, pause, random: () => 1 }), asked: fetch.asked, pauses };
}

async function failure(call) {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof ApiError, error.stack);
    return error;
  }
  return assert.fail('it did not fail');
}

test('the catalogue is read page by page', async () => {
  const { api, asked } = apiOver(
    answer(200, { items: [CUP], next_cursor: 'a/b' }),
    answer(200, { items: [LAMP], next_cursor: null }),
  );

  const found = await api.products();

  assert.deepEqual(found, { products: [CUP, LAMP], stale: false });
  assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), [
    'GET /api/catalog/products?limit=100',
    'GET /api/catalog/products?limit=100&cursor=a%2Fb',
  ]);
});

test('a catalogue that goes on for ever is cut off', async () => {
  const { api, asked } = apiOver(answer(200, { items: [CUP], next_cursor: 'more' }));

  assert.equal((await api.products()).products.length, 10);
  assert.equal(asked.length, 10);
});

test('a catalogue from memory is known as such, said of the list or of a product', async () => {
  for (const page of [{ items: [CUP], next_cursor: null, stale: true }, { items: [{ ...CUP, stale: true }] }]) {
    const { api } = apiOver(answer(200, page));
    assert.equal((await api.products()).stale, true);
  }
});

test('an order carries its key on every try, and the time that we wait', async () => {
  const { api, asked } = apiOver(answer(503, PROBLEM), new TypeError('fetch failed'), answer(201, { order_id: 'o1' }));

  assert.deepEqual(await api.placeOrder(ORDER, 'key-1'), { order_id: 'o1' });

  assert.equal(asked.length, 3);
  for (const { method, path, headers, body } of asked) {
    assert.equal(`${method} ${path}`, 'POST /api/orders');
    assert.equal(headers['Idempotency-Key'], 'key-1');
    assert.equal(headers['Content-Type'], 'application/json');
    assert.equal(headers['X-Request-Timeout-Ms'], '12000');
    assert.deepEqual(JSON.parse(body), ORDER);
  }
});

test('pauses between tries grow', async () => {
  const { api, pauses } = apiOver(answer(502, 'not JSON'));

  const error = await failure(api.order('o1'));

  assert.equal(error.kind, 'away');
  assert.deepEqual(pauses, [600, 1200]);
});

test('a service that says when to come back is heeded, if a person would wait for it', async () => {
  const soon = apiOver(answer(503, PROBLEM, { 'Retry-After': '2' }), answer(200, { order_id: 'o1' }));
  const later = apiOver(answer(503, PROBLEM, { 'Retry-After': '30' }));

  await soon.api.order('o1');
  const error = await failure(later.api.order('o1'));

  assert.deepEqual(soon.pauses, [2000]);
  assert.deepEqual(later.pauses, []);
  assert.equal(later.asked.length, 1);
  assert.equal(error.retryAfterSeconds, 30);
  assert.ok(error.passing);
});

test('an order that is being taken already is asked for again', async () => {
  const { api, asked } = apiOver(answer(409, {}, { 'Retry-After': '1' }), answer(201, { order_id: 'o1' }));

  assert.deepEqual(await api.placeOrder(ORDER, 'key-1'), { order_id: 'o1' });
  assert.equal(asked.length, 2);
});

test('what was refused is not tried again, and says why', async () => {
  const problem = { detail: 'In the body, one value breaks the schema.', request_id: 'abc', errors: [{ field: 'country', message: 'no' }] };
  const { api, asked } = apiOver(answer(422, problem));

  const error = await failure(api.placeOrder(ORDER, 'key-1'));

  assert.equal(asked.length, 1);
  assert.equal(error.kind, 'refused');
  assert.equal(error.message, 'In the body, one value breaks the schema.');
  assert.equal(error.requestId, 'abc');
  assert.deepEqual(error.errors, [{ field: 'country', message: 'no' }]);
});

test('each kind of failure is told apart', async () => {
  const cases = [
    [new TypeError('fetch failed'), 'offline'],
    [answer(429, {}), 'away'],
    [answer(504, {}), 'away'],
    [answer(404, {}), 'missing'],
    [answer(400, {}), 'refused'],
    [answer(500, PROBLEM), 'broken'],
    [answer(200, '<html>'), 'broken'],
  ];
  for (const [given, kind] of cases) {
    assert.equal((await failure(apiOver(given).api.order('o1'))).kind, kind);
  }
});

test('a service that does not answer is given up on, as slow', async (t) => {
  t.mock.method(AbortSignal, 'timeout', () => {
    const controller = new AbortController();
    setImmediate(() => controller.abort(new DOMException('too late', 'TimeoutError')));
    return controller.signal;
  });
  const never = ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const { api, asked } = apiOver(never);

  assert.equal((await failure(api.quote([], 'IE'))).kind, 'slow');
  assert.equal(asked.length, 2);
});

test('a page that is left asks no more', async () => {
  const controller = new AbortController();
  const { api, asked } = apiOver(() => {
    controller.abort(new DOMException('left', 'AbortError'));
    throw new TypeError('aborted');
  });

  await assert.rejects(api.order('o1', { signal: controller.signal }), { name: 'AbortError' });
  assert.equal(asked.length, 1);
});

test('a receipt that is not there yet is none, no failure', async () => {
  assert.equal(await apiOver(answer(404, {})).api.receipt('o1'), null);
  assert.deepEqual(await apiOver(answer(200, { receipt_number: 'R1' })).api.receipt('o1'), { receipt_number: 'R1' });
  assert.equal((await failure(apiOver(answer(500, {})).api.receipt('o1'))).kind, 'broken');
});

test('an id cannot lead to another path', async () => {
  const { api, asked } = apiOver(answer(404, {}));

  await failure(api.order('../quotes?x=1'));

  assert.equal(asked[0].path, '/api/orders/..%2Fquotes%3Fx%3D1');
});

test('all that is asked for is declared in the contract', async () => {
  const { uses } = JSON.parse(readFileSync(new URL('../contract.json', import.meta.url)));
  const { api, asked } = apiOver(answer(200, { items: [], next_cursor: null }));
  await api.products();
  await api.quote([{ product_id: 'cup', quantity: 1, unit_price: CUP.price }], 'IE');
  await api.placeOrder(ORDER, 'key-1');
  await api.order('o1');
  await api.receipt('o1');

  const declared = uses.map(({ method, path }) => `${method} ${path}`);
  const used = asked.map(({ method, path }) => `${method} ${path.split('?')[0].replace(/\/o1$/, '/{order_id}')}`);
  assert.deepEqual(used, declared);
});

test('a pause ends early when nobody waits any more', async () => {
  const controller = new AbortController();
  const waiting = sleep(60_000, controller.signal);

  controller.abort(new DOMException('left', 'AbortError'));

  await assert.rejects(waiting, { name: 'AbortError' });
  await assert.rejects(sleep(60_000, controller.signal), { name: 'AbortError' });
  await sleep(1);
});
