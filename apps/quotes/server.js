// `node server.js`: the service as its container runs it.

import { createApp } from './src/app.js';
import { complain } from './src/logging.js';
import { SettingsError, readSettings } from './src/settings.js';
import { Draining, stopOnSignals } from './src/shutdown.js';

// The same status as the Flask services': what is missing is in the environment, so a restart does not help.
const CANNOT_START = 4;

try {
  const settings = readSettings(process.env);
  const draining = new Draining();
  const app = await createApp(settings, { draining: () => draining.begun });
  stopOnSignals(app, draining, settings.drainSeconds);
  await app.listen({ host: settings.address, port: settings.port });
} catch (error) {
  const event = error instanceof SettingsError ? error.message : `quotes cannot start: ${error.message}`;
  complain(process.env.SERVICE || 'quotes', event);
  process.exit(CANNOT_START);
}
