import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OrderKeys, PlacedOrders, orderFrom } from '../src/shop/ordering.js';
import { Area, CUP, storage } from './fakes.js';

const ORDER = orderFrom([{ product: CUP, quantity: 2 }], { name: ' Ada ', email: 'ada@example.com ', country: 'IE' });

function keysOver(area) {
  let count = 0;
  return new OrderKeys(storage(area), () => `key-${(count += 1)}`);
}

test('an order holds what the service asks for, and no price of ours', () => {
  assert.deepEqual(ORDER, {
    customer: { name: 'Ada', email: 'ada@example.com' },
    items: [{ product_id: 'cup', quantity: 2 }],
    country: 'IE',
  });
});

test('the same order has the same key, also after the page was reloaded', () => {
  const area = new Area();
  const key = keysOver(area).keyFor(ORDER);

  const reloaded = new OrderKeys(storage(area), () => 'another');

  assert.equal(reloaded.keyFor(structuredClone(ORDER)), key);
});

test('an order that was changed, and one after it was taken, has another key', () => {
  const keys = keysOver(new Area());
  const first = keys.keyFor(ORDER);

  const changed = keys.keyFor({ ...ORDER, country: 'DE' });
  keys.done();
  const next = keys.keyFor({ ...ORDER, country: 'DE' });

  assert.equal(new Set([first, changed, next]).size, 3);
});

test('the orders of this browser are remembered, newest first, each once, twenty at the most', () => {
  const placed = new PlacedOrders(storage());
  for (let number = 0; number < 25; number += 1) {
    placed.remember(`o${number}`, new Date(number));
  }
  placed.remember('o20', new Date(99));

  assert.equal(placed.all.length, 20);
  assert.deepEqual(placed.all.slice(0, 2).map(({ id }) => id), ['o20', 'o24']);
  assert.equal(new Set(placed.all.map(({ id }) => id)).size, 20);
});

test('what makes no sense among the remembered orders is dropped', () => {
  const area = new Area();
  area.setItem('orders', JSON.stringify([{ id: 'o1', placed_at: '2026-03-01T12:00:00Z' }, { id: 5 }, null, { id: 'o2', placed_at: 'x' }]));

  assert.deepEqual(new PlacedOrders(storage(area)).all.map(({ id }) => id), ['o1']);
});
