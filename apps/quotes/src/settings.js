// Settings: read once, from the environment, into one frozen object.

const LEVELS = ['debug', 'info', 'warning', 'error'];

/** The environment lacks something or says something impossible; the message names each variable, never its value. */
export class SettingsError extends Error {}

/**
 * Read what the platform sets. An empty variable counts as missing.
 *
 * BIND_ADDRESS (0.0.0.0), PORT (8080), SERVICE (quotes), ENVIRONMENT (required), LOG_LEVEL (info), DRAIN_SECONDS (2),
 * REQUEST_TIMEOUT_SECONDS (10): the most that a request may take; QUOTE_MINUTES (15): how long a quote holds. Throws
 * SettingsError.
 */
export function readSettings(variables) {
  const problems = [];
  const text = (name, fallback) => variables[name] || fallback;
  const number = (name, fallback, least, most) => {
    const value = text(name, String(fallback));
    if (/^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most) {
      return Number(value);
    }
    problems.push(`${name} is wrong: use a whole number from ${least} to ${most}.`);
    return fallback;
  };
  const settings = {
    address: text('BIND_ADDRESS', '0.0.0.0'),
    port: number('PORT', 8080, 0, 65535),
    service: text('SERVICE', 'quotes'),
    environment: text('ENVIRONMENT'),
    logLevel: text('LOG_LEVEL', 'info'),
    drainSeconds: number('DRAIN_SECONDS', 2, 0, 600),
    requestTimeoutSeconds: number('REQUEST_TIMEOUT_SECONDS', 10, 1, 900),
    quoteMinutes: number('QUOTE_MINUTES', 15, 1, 1440),
  };
  if (!settings.environment) {
    problems.unshift("ENVIRONMENT is not set. Set it in the task's environment.");
  }
  if (!LEVELS.includes(settings.logLevel)) {
    problems.push(`LOG_LEVEL is wrong: use ${LEVELS.join(', ')}.`);
  }
  if (problems.length) {
    throw new SettingsError(`quotes cannot start: ${problems.join(' ')}`);
  }
  return Object.freeze(settings);
}
