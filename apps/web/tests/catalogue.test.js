import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ApiError } from '../src/api.js';
import { Catalogue, categoriesOf, categoryName } from '../src/shop/catalogue.js';
import { Area, CUP, LAMP, storage } from './fakes.js';

const NOON = new Date('2026-03-01T12:00:00Z');

function catalogueOver(area, answers, now = () => NOON) {
  const api = {
    products: async () => {
      const next = answers.shift();
      if (next instanceof Error) throw next;
      return next;
    },
  };
  return new Catalogue(api, storage(area), now);
}

test('a catalogue that comes is fresh', async () => {
  const catalogue = catalogueOver(new Area(), [{ products: [CUP], stale: false }]);

  assert.deepEqual(await catalogue.load(), { products: [CUP], freshness: 'fresh', asOf: NOON });
});

test('while the service is away, the browser shows what it saw last', async () => {
  const area = new Area();
  const later = new Date('2026-03-01T13:00:00Z');
  await catalogueOver(area, [{ products: [CUP], stale: false }]).load();
  const away = new ApiError('away');

  const found = await catalogueOver(area, [away], () => later).load();

  assert.deepEqual(found, { products: [CUP], freshness: 'remembered', asOf: NOON, error: away });
});

test('what the service itself serves from memory is shown as stale, and not remembered', async () => {
  const area = new Area();
  const catalogue = catalogueOver(area, [{ products: [CUP], stale: true }, new ApiError('away')]);

  assert.equal((await catalogue.load()).freshness, 'stale');
  await assert.rejects(catalogue.load(), { kind: 'away' });
});

test('what was seen more than a day ago is not shown', async () => {
  const area = new Area();
  const twoDays = new Date('2026-03-03T12:00:00Z');
  await catalogueOver(area, [{ products: [CUP], stale: false }]).load();

  await assert.rejects(catalogueOver(area, [new ApiError('slow')], () => twoDays).load(), { kind: 'slow' });
});

test('a category is named for people', () => {
  assert.deepEqual(categoriesOf([CUP, LAMP, CUP]), ['desk', 'table']);
  assert.equal(categoryName('for-the-desk'), 'For the desk');
});
