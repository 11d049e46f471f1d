// SIGTERM: readiness says 503 for DRAIN_SECONDS while requests are still served, then the service takes no more and
// finishes what it has, within GRACEFUL_SECONDS. A second SIGTERM skips the wait. Both together stay under the 30 s
// that Kubernetes gives a container (source: "Pod Lifecycle", terminationGracePeriodSeconds).

const GRACEFUL_SECONDS = 25;

/** Whether the service is about to stop. */
export class Draining {
  #begun = false;

  get begun() {
    return this.#begun;
  }

  begin() {
    this.#begun = true;
  }
}

/**
 * While the service drains, every answer closes its connection: clients go elsewhere, and a connection that is kept
 * open does not hold up the end.
 */
export function installShutdown(app, draining) {
  app.addHook('onSend', async (_, reply) => {
    if (draining()) {
      reply.header('Connection', 'close');
    }
  });
}

/** Stop `app` when a signal comes, and end the process. */
export function stopOnSignals(app, draining, drainSeconds) {
  let stopping = false;
  const stop = async () => {
    if (stopping) {
      return;
    }
    stopping = true;
    setTimeout(() => process.exit(1), GRACEFUL_SECONDS * 1000).unref();
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      if (draining.begun || drainSeconds === 0) {
        draining.begin();
        stop();
        return;
      }
      draining.begin();
      app.log.info(`Draining for ${drainSeconds} s`);
      setTimeout(stop, drainSeconds * 1000);
    });
  }
}
