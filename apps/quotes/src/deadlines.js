// How long a caller waits: X-Request-Timeout-Ms, a duration, since clocks differ. Nobody reads an answer that comes
// later, so a request whose time is over when its turn comes is answered with 504 at once: behind a slow event loop
// that is what lets it catch up. The time counts from when Node.js hands the request over (how long it lay in the socket
// before, it does not tell); without the header, or when it is no whole number, the service's own limit holds, and it is
// the most that a caller gets.
//
// quotes calls nobody; a service that does would hand `outgoingHeaders(deadline)` on.

const HEADER = 'x-request-timeout-ms';
const DIGITS = /^[0-9]{1,9}$/; // more are no time that anyone waits

/** The request's time is over; answered with 504. */
export class DeadlineExceededError extends Error {
  constructor() {
    super('The time for this request was over before it was done. Try again, or allow more time.');
  }
}

/** What is left of a request's time. arrived, now: milliseconds of a clock that only goes forward. */
export class Deadline {
  constructor(headers, longestMs, { arrived = performance.now(), now = () => performance.now() } = {}) {
    const asked = headers[HEADER] ?? '';
    this.at = arrived + (DIGITS.test(asked) ? Math.min(Number(asked), longestMs) : longestMs);
    this.now = now;
  }

  /** Milliseconds; negative when it is too late. */
  get remainingMs() {
    return this.at - this.now();
  }

  /** Go on if there is time left. Throws DeadlineExceededError. Call it between the steps of long work. */
  check() {
    if (this.remainingMs <= 0) {
      throw new DeadlineExceededError();
    }
  }
}

/** Give the header that a call to another service must carry, so that it does not work for nobody. */
export function outgoingHeaders(deadline) {
  return { 'X-Request-Timeout-Ms': String(Math.max(0, Math.floor(deadline.remainingMs))) };
}

/**
 * Give every request a `deadline`, and refuse those that are late before and after their body was read and checked.
 *
 * Health and metrics are answered always: who asks them wants to know how late it is.
 */
export function installDeadlines(api, longestMs) {
  api.decorateRequest('deadline', null);
  api.addHook('onRequest', async (request) => {
    request.deadline = new Deadline(request.headers, longestMs);
    request.deadline.check();
  });
  api.addHook('preHandler', async (request) => request.deadline.check());
}
