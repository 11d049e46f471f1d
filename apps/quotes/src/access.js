// One log line per request, instead of Fastify's two: what was asked, what was answered, how long it took. The path has
// no query string: that may hold what nobody should read. Probes that succeed are logged at debug level only.

import { LogController } from 'fastify';

const PROBES = new Set(['/health/live', '/health/ready', '/metrics']);

/** Tells Fastify how to log requests. */
export class AccessLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'request_id' });
  }

  /** Nothing: the line at the end says it all. */
  incomingRequest() {}

  requestCompleted(_, request, reply) {
    const path = request.url.split('?')[0];
    const write = PROBES.has(path) && reply.statusCode < 500 ? 'debug' : 'info';
    request.log[write](
      {
        logger: 'quotes.access',
        method: request.method,
        path,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        duration_ms: Math.round(reply.elapsedTime * 100) / 100,
      },
      'request',
    );
  }
}
