// Headers that keep a browser from doing more with an answer than it should.
// Source: OWASP, "REST Security Cheat Sheet", section Security Headers.

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** Add the headers, and the request's id, to every answer. */
export function installHeaders(app) {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...HEADERS, 'X-Request-Id': request.id });
  });
}
