// The document is what Fastify validates and serialises by, so it says what the service does; here, that it is whole.
// tests/contracts (in Python, with schemathesis) fuzzes the service by it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { COUNTRIES } from '../src/rates.js';
import { service } from './service.js';

test('the document describes the one route, its problems included', async (t) => {
  const app = await service(t);

  const document = (await app.inject('/api/quotes/openapi.json')).json();

  assert.equal(document.openapi, '3.1.0');
  assert.deepEqual(Object.keys(document.paths), ['/api/quotes']);
  assert.deepEqual(Object.keys(document.components.schemas).sort(), ['Problem', 'Quote', 'QuoteRequest']);
  const { responses } = document.paths['/api/quotes'].post;
  assert.deepEqual(Object.keys(responses), ['201', '400', '413', '415', '422', '500', '503', '504']);
  for (const [status, response] of Object.entries(responses)) {
    const type = status === '201' ? 'application/json' : 'application/problem+json';
    assert.deepEqual(Object.keys(response.content), [type], status);
  }
});

test('the document names the countries that are served', async (t) => {
  const app = await service(t);

  const document = (await app.inject('/api/quotes/openapi.json')).json();

  assert.deepEqual(document.components.schemas.QuoteRequest.properties.country.enum, Object.keys(COUNTRIES));
});
