import assert from 'node:assert/strict';
import { test } from 'node:test';

import { outgoingHeaders, readTrace } from '../src/tracing.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

test("a caller's request id and trace go on, with a span of our own", () => {
  const trace = readTrace({ 'x-request-id': 'order-17', traceparent: `00-${TRACE}-${SPAN}-01` });

  assert.equal(trace.requestId, 'order-17');
  assert.equal(trace.traceId, TRACE);
  assert.notEqual(trace.spanId, SPAN);
  assert.deepEqual(outgoingHeaders(trace), {
    'X-Request-Id': 'order-17',
    traceparent: `00-${TRACE}-${trace.spanId}-01`,
  });
});

test('a request id that is not sane is replaced', () => {
  for (const id of ['', 'a b', 'x'.repeat(129), 'a\nb', '<script>', undefined]) {
    assert.match(readTrace({ 'x-request-id': id }).requestId, /^[0-9a-f]{32}$/);
  }
});

test('a trace that is malformed starts anew', () => {
  const malformed = [
    '',
    'nonsense',
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  ];
  for (const traceparent of malformed) {
    const trace = readTrace({ traceparent });
    assert.notEqual(trace.traceId, TRACE, traceparent);
    assert.equal(trace.flags, '00');
  }
});

test('a later version of the trace context may carry more', () => {
  assert.equal(readTrace({ traceparent: `01-${TRACE}-${SPAN}-01-more` }).traceId, TRACE);
});
