import assert from 'node:assert/strict';
import { test } from 'node:test';

import { price } from '../src/pricing.js';
import { COUNTRIES, SHIPPING } from '../src/rates.js';
import { REQUEST } from '../src/schemas.js';

const item = (amount, quantity = 1, currency = 'EUR') => ({
  product_id: 'cup',
  quantity,
  unit_price: { amount, currency },
});
const amounts = (quote) => Object.fromEntries(Object.entries(quote).map(([name, { amount }]) => [name, amount]));

test('a quote adds up goods, parcel and tax', () => {
  const quote = price([item(1990, 2), item(500)], 'DE');

  // 4480 of goods, a parcel of three: 690 + 2 * 90, 19 % on 5350
  assert.deepEqual(amounts(quote), { subtotal: 4480, shipping: 870, tax: 1017, total: 6367 });
});

test('every sum is in the currency of the items', () => {
  const quote = price([item(1990, 1, 'GBP')], 'GB');

  assert.deepEqual(new Set(Object.values(quote).map(({ currency }) => currency)), new Set(['GBP']));
});

test('tax is rounded half up, on the whole', () => {
  assert.equal(price([item(10_000)], 'FI').tax.amount, 2550); // 25.5 % of 100.00, free of shipping
  assert.equal(price([item(10_010)], 'CH').tax.amount, 888); // 8.1 % of 109.60 are 8.8776
  assert.equal(price([item(10_002)], 'DE').tax.amount, 1900); // 1900.38
  assert.equal(price([item(10_050)], 'FR').tax.amount, 2010);
  assert.equal(price([item(10_030)], 'FI').tax.amount, 2558); // 2557.65
});

test('the parcel is free from the worth of goods that the table names, not a cent below', () => {
  const { first, freeFrom } = SHIPPING.EUR.union;

  assert.equal(price([item(freeFrom - 1)], 'IE').shipping.amount, first);
  assert.equal(price([item(freeFrom)], 'IE').shipping.amount, 0);
});

test('beyond the neighbours a parcel is never free, and no tax is charged', () => {
  const quote = price([item(100_000, 3)], 'US');

  assert.deepEqual(amounts(quote), { subtotal: 300_000, shipping: 1990 + 2 * 400, tax: 0, total: 302_790 });
});

test('goods that cost nothing are sent for the price of the parcel', () => {
  assert.deepEqual(amounts(price([item(0)], 'IE')), { subtotal: 0, shipping: 690, tax: 159, total: 849 });
});

test('items in two currencies cannot be quoted together', () => {
  assert.throws(() => price([item(1), item(1, 1, 'GBP')], 'IE'), {
    kind: 'mixed-currencies',
    message: 'The items are priced in EUR, GBP. Ask for a quote for each currency.',
  });
});

test('the largest order that the schema lets through is exact', () => {
  const { properties } = REQUEST.properties.items.items;
  const { unit_price: unit, quantity } = properties;
  const items = Array(REQUEST.properties.items.maxItems).fill(item(unit.properties.amount.maximum, quantity.maximum));

  const quote = amounts(price(items, 'HU'));

  assert.deepEqual(quote, { subtotal: 99_900_000_000_000, shipping: 0, tax: 26_973_000_000_000, total: 126_873_000_000_000 });
  assert.ok(Number.isSafeInteger(quote.total));
});

test('every country has a price in every currency', () => {
  for (const country of Object.keys(COUNTRIES)) {
    for (const currency of Object.keys(SHIPPING)) {
      const { subtotal, shipping, tax, total } = amounts(price([item(1234, 3, currency)], country));

      assert.equal(total, subtotal + shipping + tax, `${country} ${currency}`);
      assert.ok(shipping > 0 && tax >= 0);
    }
  }
});

test('one piece more never makes the goods and their tax cheaper', () => {
  for (const country of ['IE', 'CH', 'US']) {
    let before = -1;
    for (let pieces = 1; pieces <= 60; pieces += 1) {
      const { subtotal, shipping, total } = amounts(price([item(333, pieces)], country));
      if (shipping > 0) {
        assert.ok(total > before, `${pieces} to ${country}`);
        before = total;
      }
      assert.equal(subtotal, 333 * pieces);
    }
  }
});
