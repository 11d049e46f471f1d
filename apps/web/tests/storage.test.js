import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BrowserStorage } from '../src/shop/storage.js';
import { Area, storage } from './fakes.js';

test('what is written is read, until it is removed', () => {
  const area = new Area();
  const one = storage(area);

  one.write('basket', [1]);

  assert.deepEqual(storage(area).read('basket'), [1]);
  one.remove('basket');
  assert.equal(one.read('basket'), undefined);
});

test('where storage is full or forbidden, the page goes on without', () => {
  const area = new Area();
  area.full = true;
  const forbidden = new BrowserStorage(() => {
    throw new DOMException('Not here.', 'SecurityError');
  });

  for (const one of [storage(area), forbidden]) {
    one.write('basket', [1]);
    assert.deepEqual(one.read('basket'), [1]);
    one.remove('basket');
    assert.equal(one.read('basket'), undefined);
  }
});

test('what is no JSON is nothing', () => {
  const area = new Area();
  area.setItem('basket', '{');

  assert.equal(storage(area).read('basket'), undefined);
});
