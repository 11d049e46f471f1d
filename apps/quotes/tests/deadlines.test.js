import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { test } from 'node:test';

import { Deadline, DeadlineExceededError, outgoingHeaders } from '../src/deadlines.js';
import { ORDER, service } from './service.js';

const deadline = (asked, { longestMs = 10_000, at = 0 } = {}) =>
  new Deadline({ 'x-request-timeout-ms': asked }, longestMs, { arrived: 0, now: () => at });

test('a caller gets the time that it asks for, and never more than the service allows', () => {
  assert.equal(deadline('250').remainingMs, 250);
  assert.equal(deadline('60000').remainingMs, 10_000);
});

test('what is no whole number of milliseconds is as if it were not there', () => {
  for (const asked of [undefined, '', '-1', '1.5', '1e3', '0x10', ' 7', '250, 300', '1234567890', '\u0663']) {
    assert.equal(deadline(asked).remainingMs, 10_000, String(asked));
  }
});

test('long work stops between its steps when the time is over', () => {
  deadline('250', { at: 249 }).check();
  assert.throws(() => deadline('250', { at: 250 }).check(), DeadlineExceededError);
});

test('whoever is called on its behalf is told what is left, never less than nothing', () => {
  assert.deepEqual(outgoingHeaders(deadline('250', { at: 100.7 })), { 'X-Request-Timeout-Ms': '149' });
  assert.deepEqual(outgoingHeaders(deadline('250', { at: 900 })), { 'X-Request-Timeout-Ms': '0' });
});

test('a request that is late is a problem with 504, and no error in the log', async (t) => {
  const app = await service(t);

  const answer = await app.quote(ORDER, { 'X-Request-Timeout-Ms': '0', 'X-Request-Id': 'order-17' });

  assert.equal(answer.statusCode, 504);
  assert.match(answer.headers['content-type'], /^application\/problem\+json/);
  assert.deepEqual(answer.json(), {
    type: 'urn:problem-type:deadline-exceeded',
    title: 'Deadline exceeded',
    status: 504,
    detail: 'The time for this request was over before it was done. Try again, or allow more time.',
    instance: '/api/quotes',
    request_id: 'order-17',
  });
  assert.deepEqual(app.lines().map(({ level, status }) => [level, status]), [['info', 504]]);
});

test('a request that becomes late while its body is read is refused before the work', async (t) => {
  const app = await service(t);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const request = http.request(`${address}/api/quotes`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Request-Timeout-Ms': '500' },
  });

  request.flushHeaders();
  await once(app.server, 'request');
  await new Promise((resolve) => setTimeout(resolve, 600));
  request.end(JSON.stringify(ORDER));
  const [answer] = await once(request, 'response');
  answer.resume();

  assert.equal(answer.statusCode, 504);
});

test('with time enough a request is served, and health is asked at any time', async (t) => {
  const app = await service(t);

  assert.equal((await app.quote(ORDER, { 'X-Request-Timeout-Ms': '5000' })).statusCode, 201);
  const late = { 'X-Request-Timeout-Ms': '0' };
  assert.equal((await app.inject({ url: '/health/live', headers: late })).statusCode, 200);
  assert.equal((await app.inject({ url: '/metrics', headers: late })).statusCode, 200);
});
