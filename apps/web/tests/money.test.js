import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatMoney, formatSums, sums, times } from '../src/shop/money.js';

test('an amount is written in the units that its currency has', () => {
  assert.equal(formatMoney({ amount: 1990, currency: 'EUR' }, 'en-IE'), '€19.90');
  assert.equal(formatMoney({ amount: 1990, currency: 'JPY' }, 'en-IE'), 'JP¥1,990');
  assert.equal(formatMoney({ amount: 1990, currency: 'BHD' }, 'en-IE'), 'BHD\u00a01.990');
  assert.equal(formatMoney({ amount: 123456, currency: 'EUR' }, 'de-DE'), '1.234,56\u00a0€');
});

test('sums are exact, one per currency', () => {
  const tenth = { amount: 10, currency: 'EUR' };

  const found = sums([tenth, times(tenth, 2), { amount: 5, currency: 'GBP' }]);

  assert.deepEqual(found, [{ amount: 30, currency: 'EUR' }, { amount: 5, currency: 'GBP' }]);
  assert.equal(formatSums(found, 'en-IE'), '€0.30 + £0.05');
  assert.deepEqual(sums([]), []);
});
