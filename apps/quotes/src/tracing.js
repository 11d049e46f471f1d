// Request ids and W3C trace context (level 1): taken from the caller, put in every log line, given back.
//
// quotes calls nobody; a service that does would hand `outgoingHeaders(trace)` on.

import { randomBytes } from 'node:crypto';

const REQUEST_ID = /^[A-Za-z0-9._:=@/+-]{1,128}$/;
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/;

const hex = (bytes) => randomBytes(bytes).toString('hex');

/** Continue the caller's trace with a span of our own; what is missing or malformed is replaced, never refused. */
export function readTrace(headers) {
  const given = headers['x-request-id'];
  const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : hex(16);
  const found = TRACEPARENT.exec(headers.traceparent ?? '');
  // Version 00 ends after the flags; only a later version may carry more.
  if (!found || (found[1] === '00' && found[4] !== undefined)) {
    return { requestId, traceId: hex(16), spanId: hex(8), flags: '00' };
  }
  return { requestId, traceId: found[2], spanId: hex(8), flags: found[3] };
}

/** Give the headers that a call to another service must carry, so that logs and traces join up. */
export function outgoingHeaders(trace) {
  return { 'X-Request-Id': trace.requestId, traceparent: `00-${trace.traceId}-${trace.spanId}-${trace.flags}` };
}
