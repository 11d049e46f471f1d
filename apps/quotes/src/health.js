// Liveness: the process answers. Readiness: requests should be sent here; 503 once SIGTERM has come.
// quotes needs nothing but itself, so there is nothing else to check.

/** Answer /health/live and /health/ready. draining: tells whether the service is about to stop. */
export function installHealth(app, draining) {
  const schema = { hide: true };
  app.get('/health/live', { schema }, async () => ({ status: 'live' }));
  app.get('/health/ready', { schema }, async (_, reply) => {
    if (draining()) {
      reply.code(503);
      return { status: 'draining' };
    }
    return { status: 'ready', checks: {} };
  });
}
