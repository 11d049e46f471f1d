import assert from 'node:assert/strict';
import { test } from 'node:test';

import { COUNTRIES, countryNames, likelyCountry } from '../src/shop/countries.js';

test('every country has a name, sorted as people look for them', () => {
  const names = countryNames('en').map(({ name }) => name);

  assert.equal(names.length, COUNTRIES.length);
  assert.deepEqual(names.slice(0, 3), ['Australia', 'Austria', 'Belgium']);
});

test('the country of the browser is proposed, if the shop sends there', () => {
  assert.equal(likelyCountry(['de-AT', 'en-GB']), 'AT');
  assert.equal(likelyCountry(['pt-BR', 'en', 'fr-FR']), 'FR');
  assert.equal(likelyCountry(['not a language', 'en']), 'IE');
  assert.equal(likelyCountry([]), 'IE');
});
