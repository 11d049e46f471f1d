import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { motifOf, toneOf } from '../src/art.js';

const PRODUCTS = JSON.parse(readFileSync(new URL('../demo/products.json', import.meta.url)));

test('a product is drawn as what its name says, anything else as a parcel', () => {
  assert.equal(motifOf({ id: 'x1', name: 'Espresso cup' }), 'cup');
  assert.equal(motifOf({ id: 'x1', name: 'Linen apron' }), 'apron');
  assert.equal(motifOf({ id: 'desk-lamp', name: 'Luz' }), 'lamp');
  assert.equal(motifOf({ id: 'x1', name: 'Cupboard' }), 'parcel');
});

test('no two products of the demonstration are drawn alike', () => {
  assert.equal(new Set(PRODUCTS.map(motifOf)).size, PRODUCTS.length);
  assert.ok(!PRODUCTS.map(motifOf).includes('parcel'));
});

test('a product has the same tone every time', () => {
  assert.equal(toneOf({ id: 'cup' }), toneOf({ id: 'cup' }));
  for (const product of PRODUCTS) {
    assert.ok(toneOf(product) >= 1 && toneOf(product) <= 6);
  }
});
