// Structured logs: one JSON object a line on standard output, with the fields that every service of the shop writes:
// timestamp (ISO 8601, UTC), level, logger, event, service, environment; inside a request request_id and trace_id.

const PINO_NAMES = { warning: 'warn' };
const OUR_NAMES = { warn: 'warning', fatal: 'error', trace: 'debug' };
// Nothing here logs bodies or headers; should somebody add that, these are not for the log.
const SECRETS = ['authorization', 'cookie', 'password', 'secret', 'token'];

/** Give pino's options for `settings`; stream: where lines go instead of standard output. */
export function loggerOptions(settings, stream) {
  return {
    level: PINO_NAMES[settings.logLevel] ?? settings.logLevel,
    base: { service: settings.service, environment: settings.environment },
    mixin: () => ({ logger: settings.service }), // a line may name a part of the service instead
    messageKey: 'event',
    errorKey: 'exception',
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: OUR_NAMES[label] ?? label }) },
    serializers: { exception: (error) => error?.stack ?? String(error) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
    ...(stream && { stream }),
  };
}

/** Write one line where there is no logger yet, in the same shape. */
export function complain(service, event, write = (line) => process.stdout.write(line)) {
  const line = { level: 'error', timestamp: new Date().toISOString(), logger: service, service, event };
  write(`${JSON.stringify(line)}\n`);
}
