// For the tests: the service in this process, with what it logged.

import { Writable } from 'node:stream';

import { createApp } from '../src/app.js';
import { readSettings } from '../src/settings.js';

export const NOW = new Date('2026-03-01T12:00:00Z');
export const ORDER = {
  items: [{ product_id: 'cup', quantity: 2, unit_price: { amount: 1990, currency: 'EUR' } }],
  country: 'IE',
};

/**
 * Build the app; `app.lines()` are its parsed log lines. It is closed with the test `t`.
 *
 * However busy the machine is that the tests run on, no request is turned away unless a test asks for it.
 */
export async function service(t, options = {}) {
  const written = [];
  const logStream = new Writable({
    write(chunk, _, done) {
      written.push(chunk.toString());
      done();
    },
  });
  const settings = readSettings({ ENVIRONMENT: 'test', LOG_LEVEL: options.logLevel });
  const app = await createApp(settings, { now: () => NOW, logStream, maxEventLoopDelay: 0, ...options });
  t.after(() => app.close());
  return Object.assign(app, {
    lines: () => written.join('').split('\n').filter(Boolean).map((line) => JSON.parse(line)),
    quote: (payload, headers = {}) => app.inject({ method: 'POST', url: '/api/quotes', payload, headers }),
  });
}
