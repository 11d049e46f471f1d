import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ORDER, service } from './service.js';

test('a quote says what an order costs, and for how long', async (t) => {
  const app = await service(t);

  const answer = await app.quote(ORDER);

  assert.equal(answer.statusCode, 201);
  const { quote_id: id, ...rest } = answer.json();
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(rest, {
    subtotal: { amount: 3980, currency: 'EUR' },
    shipping: { amount: 780, currency: 'EUR' },
    tax: { amount: 1095, currency: 'EUR' },
    total: { amount: 5855, currency: 'EUR' },
    valid_until: '2026-03-01T12:15:00.000Z',
  });
});

test('two quotes have two ids', async (t) => {
  const app = await service(t);

  const ids = new Set([await app.quote(ORDER), await app.quote(ORDER)].map((answer) => answer.json().quote_id));

  assert.equal(ids.size, 2);
});

test('everything that breaks the schema is named, at once', async (t) => {
  const app = await service(t);

  const answer = await app.quote({
    items: [{ product_id: '-', quantity: '2', unit_price: { amount: 1.5, currency: 'XXX', tax: 1 } }],
  });

  assert.equal(answer.statusCode, 422);
  assert.match(answer.headers['content-type'], /^application\/problem\+json/);
  const problem = answer.json();
  assert.equal(problem.type, 'urn:problem-type:validation');
  assert.equal(problem.detail, 'In the body, 6 values break the schema; see errors.');
  assert.deepEqual(problem.errors.map(({ part, field }) => `${part} ${field}`).sort(), [
    'body country',
    'body items.0.product_id',
    'body items.0.quantity',
    'body items.0.unit_price.amount',
    'body items.0.unit_price.currency',
    'body items.0.unit_price.tax',
  ]);
});

test('a country that is not served is told with those that are', async (t) => {
  const app = await service(t);

  const [error] = (await app.quote({ ...ORDER, country: 'ZZ' })).json().errors;

  assert.equal(error.field, 'country');
  assert.match(error.message, /^must be equal to one of the allowed values: AT, AU, .*, US$/);
});

test('what the domain refuses is a problem with a kind of its own', async (t) => {
  const app = await service(t);
  const pounds = { ...ORDER.items[0], unit_price: { amount: 1, currency: 'GBP' } };

  const answer = await app.quote({ ...ORDER, items: [...ORDER.items, pounds] });

  assert.equal(answer.statusCode, 422);
  assert.deepEqual(answer.json(), {
    type: 'urn:problem-type:mixed-currencies',
    title: 'Items cannot be quoted',
    status: 422,
    detail: 'The items are priced in EUR, GBP. Ask for a quote for each currency.',
    instance: '/api/quotes',
    request_id: answer.headers['x-request-id'],
  });
});

test('a body that is no JSON, of another type or too large is told apart', async (t) => {
  const app = await service(t);
  const json = { 'content-type': 'application/json' };

  const broken = await app.quote('{', json);
  const poisoned = await app.quote('{"__proto__": {}}', json);
  const empty = await app.quote('', json);
  const xml = await app.quote('<a/>', { 'content-type': 'application/xml' });
  const huge = await app.quote(JSON.stringify({ country: 'x'.repeat(2 ** 20) }), json);

  assert.deepEqual([broken, poisoned, empty, xml, huge].map((answer) => answer.statusCode), [400, 400, 400, 415, 413]);
  assert.equal(broken.json().detail, 'The body is not valid JSON.');
  assert.equal(xml.json().detail, 'The body must be application/json.');
  assert.equal(huge.json().detail, 'The body is too large. A quote takes at most 100 items.');
});

test('another path is 404, another method 405 with those that are allowed', async (t) => {
  const app = await service(t);

  const elsewhere = await app.inject('/api/quotes/1');
  const method = await app.inject({ method: 'DELETE', url: '/api/quotes?x=1' });

  assert.equal(elsewhere.statusCode, 404);
  assert.equal(method.statusCode, 405);
  assert.equal(method.headers.allow, 'POST');
  assert.equal(method.json().detail, 'Use POST here.');
  assert.equal(method.json().instance, '/api/quotes');
});

test('what is wrong inside is for the log, not for the answer', async (t) => {
  const app = await service(t, {
    now: () => {
      throw new Error('the password is hunter2');
    },
  });

  const answer = await app.quote(ORDER, { 'x-request-id': 'order-17' });

  assert.equal(answer.statusCode, 500);
  assert.doesNotMatch(answer.body, /hunter2/);
  const [line] = app.lines().filter(({ level }) => level === 'error');
  assert.equal(line.request_id, 'order-17');
  assert.equal(line.event, 'unexpected error');
  assert.match(line.exception, /^Error: the password is hunter2\n {4}at /);
});

test('every answer has its request id and the headers that browsers heed', async (t) => {
  const app = await service(t);

  for (const answer of [await app.quote(ORDER), await app.quote('{'), await app.inject('/none')]) {
    assert.match(answer.headers['x-request-id'], /^[0-9a-f]{32}$/);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.equal(answer.headers['cache-control'], 'no-store');
  }
});

test('far behind its work, the service turns requests away for a moment', async (t) => {
  const app = await service(t, { maxEventLoopDelay: 20 });
  let answer;
  for (let tries = 0; tries < 5 && answer?.statusCode !== 503; tries += 1) {
    const end = performance.now() + 1200; // it looks every second
    while (performance.now() < end);
    await new Promise((resolve) => setTimeout(resolve, 20));
    answer = await app.quote(ORDER);
  }

  assert.equal(answer.statusCode, 503);
  assert.equal(answer.headers['retry-after'], '1');
  assert.match(answer.headers['content-type'], /^application\/problem\+json/);
});
