import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ORDER, service } from './service.js';

test('requests are counted by method, route and status', async (t) => {
  const app = await service(t);
  await app.quote(ORDER);
  await app.quote(ORDER);
  await app.quote({});
  await app.inject('/api/quotes/17');
  await app.inject('/api/quotes/18');

  const answer = await app.inject('/metrics');

  assert.match(answer.headers['content-type'], /^text\/plain; version=0\.0\.4/);
  const counted = answer.body.split('\n').filter((line) => line.startsWith('http_requests_total'));
  assert.deepEqual(counted.sort(), [
    'http_requests_total{method="GET",route="unmatched",status="404"} 2',
    'http_requests_total{method="POST",route="/api/quotes",status="201"} 2',
    'http_requests_total{method="POST",route="/api/quotes",status="422"} 1',
  ]);
  assert.match(answer.body, /http_request_duration_seconds_count\{method="POST",route="\/api\/quotes"\} 3/);
  assert.match(answer.body, /http_requests_in_progress 1\n/); // this one
});

test('two apps in one process do not share metrics', async (t) => {
  const one = await service(t);
  const other = await service(t);
  await one.quote(ORDER);

  assert.match((await one.inject('/metrics')).body, /http_requests_total\{/);
  assert.doesNotMatch((await other.inject('/metrics')).body, /http_requests_total\{/);
});
