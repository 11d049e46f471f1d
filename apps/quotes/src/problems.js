// Every error has one shape: problem details (RFC 9457), application/problem+json. A 500 never says why: the log does,
// under the request id.

import { STATUS_CODES } from 'node:http';

import { DeadlineExceededError } from './deadlines.js';
import { UnquotableError } from './pricing.js';

export const MEDIA_TYPE = 'application/problem+json';
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

// Too much to do, too little time: no mistake of the service's, and no news that a stack trace would add to.
const EXPECTED = new Set([503, 504]);

const DETAILS = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large. A quote takes at most 100 items.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body must be application/json.',
  FST_UNDER_PRESSURE: 'There is more to do than this service can do at the moment. Try again in 1 s.',
};

/** The schema of a problem, for the OpenAPI document. */
export const PROBLEM_SCHEMA = {
  $id: 'Problem',
  type: 'object',
  description: 'What went wrong, for a program and for a person (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'instance', 'request_id'],
  properties: {
    type: { type: 'string', description: 'Kind of problem; about:blank where the status says it all.' },
    title: { type: 'string', description: 'The kind in words, the same every time.' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', description: 'This very case, and what to do.' },
    instance: { type: 'string', description: 'Path of the request.' },
    request_id: { type: 'string', description: "Id to quote to the service's owners." },
    errors: {
      type: 'array',
      description: 'What breaks the schema, for status 422.',
      items: {
        type: 'object',
        required: ['part', 'field', 'message'],
        properties: {
          part: { type: 'string', examples: ['body'] },
          field: { type: 'string', examples: ['items.0.quantity'] },
          message: { type: 'string' },
        },
      },
    },
  },
};

/** Describe problems of these statuses for a route's `response`. */
export function documented(...statuses) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: STATUS_CODES[status], content: { [MEDIA_TYPE]: { schema: { $ref: 'Problem#' } } } },
    ]),
  );
}

/** Answer every error, and every path that is not there, with a problem. */
export function installProblems(app) {
  app.setErrorHandler((error, request, reply) => {
    const problem = fromError(error);
    if (problem.status >= 500 && !EXPECTED.has(problem.status)) {
      request.log.error({ logger: 'quotes.problems', exception: error }, 'unexpected error');
    }
    return answer(request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0];
    const allowed = METHODS.filter((method) => app.hasRoute({ url: path, method }));
    if (!allowed.length) {
      return answer(request, reply, { status: 404, detail: 'There is nothing at this path.' });
    }
    reply.header('Allow', allowed.join(', '));
    return answer(request, reply, { status: 405, detail: `Use ${allowed.join(' or ')} here.` });
  });
}

function answer(request, reply, { status, title, detail, kind, errors }) {
  const body = {
    type: kind ? `urn:problem-type:${kind}` : 'about:blank',
    title: title ?? STATUS_CODES[status],
    status,
    detail,
    instance: request.url.split('?')[0],
    request_id: request.id,
    ...(errors && { errors }),
  };
  // A string, so that Fastify leaves it as it is.
  return reply.code(status).type(MEDIA_TYPE).send(JSON.stringify(body));
}

function fromError(error) {
  if (error.validation) {
    return invalid(error);
  }
  if (error instanceof DeadlineExceededError) {
    return { status: 504, kind: 'deadline-exceeded', title: 'Deadline exceeded', detail: error.message };
  }
  if (error instanceof UnquotableError) {
    return { status: 422, kind: error.kind, title: 'Items cannot be quoted', detail: error.message };
  }
  const status = error.statusCode ?? 500;
  if (status === 400) {
    return { status, detail: 'The body is not valid JSON.' };
  }
  if (DETAILS[error.code]) {
    const overloaded = error.code === 'FST_UNDER_PRESSURE' && { kind: 'overloaded', title: 'Overloaded' };
    return { status, detail: DETAILS[error.code], ...overloaded };
  }
  if (status < 500) {
    return { status, detail: 'The request cannot be served as it is.' };
  }
  return { status: 500, detail: 'Something went wrong here. Try again later, or quote request_id.' };
}

function invalid(error) {
  const part = error.validationContext;
  const errors = error.validation.map(({ instancePath, params, message }) => {
    const path = instancePath.split('/').slice(1);
    const further = params.missingProperty ?? params.additionalProperty;
    const field = further === undefined ? path : [...path, further];
    const allowed = params.allowedValues ? `: ${params.allowedValues.join(', ')}` : '';
    return { part, field: field.join('.') || part, message: `${message}${allowed}` };
  });
  const count = errors.length === 1 ? 'one value breaks' : `${errors.length} values break`;
  return {
    status: 422,
    kind: 'validation',
    title: 'Request breaks the schema',
    detail: `In the ${part}, ${count} the schema; see errors.`,
    errors,
  };
}

/** What Node.js could not read as a request is answered in the same shape, without repeating it. */
export function refuseUnreadable(error, socket) {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }[error.code] ?? 400;
  const body = JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: 'This is not a valid HTTP request.',
  });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: ${MEDIA_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
