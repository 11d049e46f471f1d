// The app factory: one call gives the whole service; two apps in one process share nothing.

import swagger from '@fastify/swagger';
import underPressure from '@fastify/under-pressure';
import Fastify from 'fastify';

import { AccessLog } from './access.js';
import { installDeadlines } from './deadlines.js';
import { installHealth } from './health.js';
import { loggerOptions } from './logging.js';
import { installMetrics } from './metrics.js';
import { PROBLEM_SCHEMA, installProblems, refuseUnreadable } from './problems.js';
import { installRoutes } from './routes.js';
import { installHeaders } from './security.js';
import { installShutdown } from './shutdown.js';
import { readTrace } from './tracing.js';

const MAX_BODY_BYTES = 1024 * 1024;
// A Node.js process that is this far behind its work answers nobody in time: it says so, and gets less of it.
const MAX_EVENT_LOOP_DELAY_MS = 1000;
// Longer than the load balancer's 60 s: it must be the one to close, or it sends requests into closed connections
// (source: "Application Load Balancers", connection idle timeout).
const KEEP_ALIVE_MS = 75_000;
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Build the service; it does not listen yet.
 *
 * draining: tells whether SIGTERM has come. now: the clock. logStream: where log lines go instead of standard output.
 * maxEventLoopDelay: milliseconds of delay from which requests are turned away; 0 turns none away.
 */
export async function createApp(
  settings,
  { draining = () => false, now = () => new Date(), logStream, maxEventLoopDelay = MAX_EVENT_LOOP_DELAY_MS } = {},
) {
  const traces = new WeakMap();
  const app = Fastify({
    logger: loggerOptions(settings, logStream),
    logController: new AccessLog(),
    genReqId: (raw) => {
      const trace = readTrace(raw.headers);
      traces.set(raw, trace);
      return trace.requestId;
    },
    childLoggerFactory: (logger, bindings, options, raw) =>
      logger.child({ ...bindings, trace_id: traces.get(raw).traceId }, options),
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: true } },
    bodyLimit: MAX_BODY_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Requests that come on open connections while the service stops are served; the answer closes the connection.
    return503OnClosing: false,
    clientErrorHandler: refuseUnreadable,
  });
  app.addSchema(PROBLEM_SCHEMA);
  // Order matters: what comes first sees the request first.
  installHeaders(app);
  installMetrics(app);
  installProblems(app);
  installHealth(app, draining);
  installShutdown(app, draining);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Quotes', version: '1.0.0' } },
    refResolver: { buildLocalReference: (json, _, __, index) => json.$id || `schema-${index}` },
  });
  await app.register(underPressure, { maxEventLoopDelay, retryAfter: 1 });
  await app.register(async (api) => {
    installDeadlines(api, settings.requestTimeoutSeconds * 1000);
    installRoutes(api, { now, quoteMinutes: settings.quoteMinutes });
  });
  await app.ready();
  return app;
}
