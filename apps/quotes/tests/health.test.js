import assert from 'node:assert/strict';
import { test } from 'node:test';

import { service } from './service.js';

test('the service is live and ready', async (t) => {
  const app = await service(t);

  assert.deepEqual((await app.inject('/health/live')).json(), { status: 'live' });
  assert.deepEqual((await app.inject('/health/ready')).json(), { status: 'ready', checks: {} });
});

test('a service that drains is live, but not ready', async (t) => {
  const app = await service(t, { draining: () => true });

  const ready = await app.inject('/health/ready');

  assert.equal((await app.inject('/health/live')).statusCode, 200);
  assert.equal(ready.statusCode, 503);
  assert.deepEqual(ready.json(), { status: 'draining' });
});
