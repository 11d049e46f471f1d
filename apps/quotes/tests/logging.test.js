import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ORDER, service } from './service.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

test('a request is one line, with the fields that all services write', async (t) => {
  const app = await service(t);

  await app.inject({
    method: 'POST',
    url: '/api/quotes?token=secret',
    payload: ORDER,
    headers: { 'x-request-id': 'order-17', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` },
  });

  const [{ timestamp, duration_ms: duration, ...line }, ...others] = app.lines();
  assert.deepEqual(others, []);
  assert.match(timestamp, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+Z$/);
  assert.ok(duration > 0);
  assert.deepEqual(line, {
    level: 'info',
    logger: 'quotes.access',
    event: 'request',
    service: 'quotes',
    environment: 'test',
    request_id: 'order-17',
    trace_id: TRACE,
    method: 'POST',
    path: '/api/quotes',
    route: '/api/quotes',
    status: 201,
  });
});

test('probes that succeed are logged at debug level only', async (t) => {
  const quiet = await service(t);
  const loud = await service(t, { logLevel: 'debug' });

  await quiet.inject('/health/live');
  await loud.inject('/health/live');

  assert.deepEqual(quiet.lines(), []);
  assert.deepEqual(loud.lines().map(({ level, path }) => `${level} ${path}`), ['debug /health/live']);
});

test('levels have the names that all services use', async (t) => {
  const app = await service(t);

  app.log.warn('almost');
  app.log.fatal('over');

  assert.deepEqual(app.lines().map(({ level, logger, event }) => [level, logger, event]), [
    ['warning', 'quotes', 'almost'],
    ['error', 'quotes', 'over'],
  ]);
});

test('a secret is not written', async (t) => {
  const app = await service(t);

  app.log.info({ password: 'hunter2', headers: { authorization: 'Bearer abc' } }, 'oops');

  assert.doesNotMatch(JSON.stringify(app.lines()), /hunter2|Bearer/);
});
