import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readSettings } from '../src/settings.js';

test('what is not set has its default', () => {
  assert.deepEqual(readSettings({ ENVIRONMENT: 'dev', PORT: '' }), {
    address: '0.0.0.0',
    port: 8080,
    service: 'quotes',
    environment: 'dev',
    logLevel: 'info',
    drainSeconds: 2,
    requestTimeoutSeconds: 10,
    quoteMinutes: 15,
  });
});

test('all that is wrong is named at once, without its value', () => {
  const variables = { PORT: 'hunter2', LOG_LEVEL: 'loud', DRAIN_SECONDS: '-1', QUOTE_MINUTES: '0' };

  assert.throws(() => readSettings(variables), {
    message:
      "quotes cannot start: ENVIRONMENT is not set. Set it in the task's environment." +
      ' PORT is wrong: use a whole number from 0 to 65535.' +
      ' DRAIN_SECONDS is wrong: use a whole number from 0 to 600.' +
      ' QUOTE_MINUTES is wrong: use a whole number from 1 to 1440.' +
      ' LOG_LEVEL is wrong: use debug, info, warning, error.',
  });
});
