import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Basket, MOST_PIECES } from '../src/shop/basket.js';
import { Area, CUP, LAMP, storage } from './fakes.js';

const contents = (basket) => basket.lines.map(({ product, quantity }) => [product.id, quantity]);

test('a product that is added twice is one line of two', () => {
  const basket = new Basket(storage());

  basket.add(CUP);
  basket.add(LAMP);

  assert.equal(basket.add(CUP), 2);
  assert.deepEqual(contents(basket), [['cup', 2], ['lamp', 1]]);
  assert.equal(basket.count, 3);
  assert.deepEqual(basket.subtotals, [{ amount: 14_700, currency: 'EUR' }]);
});

test('a line has 1 to 99 pieces; 0 takes it out', () => {
  const basket = new Basket(storage());
  basket.add(CUP);

  basket.setQuantity('cup', 1000);
  assert.equal(basket.quantityOf('cup'), MOST_PIECES);
  basket.setQuantity('cup', 2.9);
  assert.equal(basket.quantityOf('cup'), 2);
  basket.setQuantity('cup', -1);
  basket.setQuantity('never there', 3);

  assert.ok(basket.empty);
  assert.deepEqual(basket.subtotals, []);
});

test('the basket outlives the page', () => {
  const area = new Area();
  const before = new Basket(storage(area));
  before.add(LAMP);
  before.add(CUP);
  before.setQuantity('lamp', 3);

  const after = new Basket(storage(area));

  assert.deepEqual(contents(after), [['lamp', 3], ['cup', 1]]);
  assert.deepEqual(after.lines[1].product, { id: 'cup', name: 'Espresso cup', category: 'table', price: CUP.price });
});

test('what makes no sense in the storage is dropped', () => {
  for (const stored of ['nonsense', 'null', '{}', '[1, null, {"product": {"id": "x"}}]']) {
    const area = new Area();
    area.setItem('basket', stored);
    assert.ok(new Basket(storage(area)).empty, stored);
  }
  const area = new Area();
  const line = { product: CUP, quantity: 2 };
  area.setItem('basket', JSON.stringify([line, { ...line, quantity: 1e9 }, { ...line, product: { ...CUP, price: 5 } }]));
  assert.deepEqual(contents(new Basket(storage(area))), [['cup', 2]]);
});

test('the catalogue has the last word on prices and names', () => {
  const basket = new Basket(storage());
  basket.add(CUP);
  basket.add(LAMP);

  const changed = basket.refresh([{ ...CUP, name: 'Cup', price: { amount: 1500, currency: 'EUR' } }, LAMP]);

  assert.deepEqual(changed.map(({ product }) => product.price.amount), [1400]);
  assert.equal(basket.lines[0].product.name, 'Cup');
  assert.equal(basket.lines[0].product.price.amount, 1500);
  assert.deepEqual(basket.refresh([LAMP]), []);
});

test('listeners hear of each change until they leave', () => {
  const basket = new Basket(storage());
  const heard = [];
  const leave = basket.subscribe(({ count }) => heard.push(count));

  basket.add(CUP);
  basket.clear();
  leave();
  basket.add(CUP);

  assert.deepEqual(heard, [1, 0]);
});
