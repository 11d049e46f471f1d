// The real thing: a process on loopback, as a container runs it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { ORDER } from './service.js';

const SERVER = fileURLToPath(new URL('../server.js', import.meta.url));
const LISTENING = /listening at http:\/\/127\.0\.0\.1:(\d+)/;

function start(t, variables) {
  const child = spawn(process.execPath, [SERVER], {
    env: { BIND_ADDRESS: '127.0.0.1', PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  let port;
  const ended = once(child, 'exit').then(([status]) => status);
  const listening = new Promise((resolve) => {
    const take = (chunk) => {
      output += chunk;
      port ??= LISTENING.exec(output)?.[1];
      if (port) resolve();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    ended.then(resolve);
  });
  return {
    child,
    ended,
    listening,
    port: () => Number(port),
    lines: () => output.split('\n').filter(Boolean).map((line) => JSON.parse(line)),
  };
}

/** Until it takes requests: on a busy machine it turns them away at first. */
async function ready(server) {
  await server.listening;
  await until(async () => (await ask(server.port(), '/health/ready')).status === 200);
}

function ask(port, path, { method = 'GET', body, agent } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port, path, method, agent, headers: body ? { 'content-type': 'application/json' } : {} },
      async (response) => {
        const chunks = await response.toArray();
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() });
      },
    );
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });
}

async function until(check) {
  const deadline = Date.now() + 10_000;
  while (!(await check())) {
    assert.ok(Date.now() < deadline, 'it did not happen within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('while it drains, the service is not ready and answers; then it ends well', async (t) => {
  const server = start(t, { ENVIRONMENT: 'test', DRAIN_SECONDS: '1' });
  await ready(server);
  const agent = new http.Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  await ask(server.port(), '/health/live', { agent });

  server.child.kill('SIGTERM');
  await until(async () => (await ask(server.port(), '/health/ready', { agent })).status === 503);
  const answer = await ask(server.port(), '/api/quotes', { method: 'POST', body: ORDER, agent });

  assert.equal(answer.status, 201);
  assert.equal(await server.ended, 0);
  assert.ok(server.lines().some(({ event }) => event === 'Draining for 1 s'));
});

test('a request in flight is finished, also without a time to drain', async (t) => {
  const server = start(t, { ENVIRONMENT: 'test', DRAIN_SECONDS: '0' });
  await ready(server);
  const body = JSON.stringify(ORDER);
  const socket = connect(server.port(), '127.0.0.1');
  t.after(() => socket.destroy());
  const head = `POST /api/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  socket.write(`${head}\r\n\r\n${body.slice(0, 20)}`);
  await until(async () => (await ask(server.port(), '/metrics')).body.includes('http_requests_in_progress 2'));

  server.child.kill('SIGTERM');
  await until(() => ask(server.port(), '/health/live').then(() => false, () => true)); // it takes no more
  socket.write(body.slice(20));
  const answer = Buffer.concat(await socket.toArray()).toString();

  assert.match(answer, /^HTTP\/1\.1 201 Created\r\n/);
  assert.match(answer, /connection: close/i);
  assert.equal(await server.ended, 0);
});

test('a second signal skips the draining', async (t) => {
  const server = start(t, { ENVIRONMENT: 'test', DRAIN_SECONDS: '60' });
  await server.listening;

  server.child.kill('SIGTERM');
  await until(async () => (await ask(server.port(), '/health/ready')).status === 503);
  server.child.kill('SIGTERM');

  assert.equal(await server.ended, 0);
});

test('what is no HTTP request is a problem too', async (t) => {
  const server = start(t, { ENVIRONMENT: 'test', DRAIN_SECONDS: '0' });
  await server.listening;
  const socket = connect(server.port(), '127.0.0.1');

  socket.write('GET /<script> NONSENSE\r\n\r\n');
  const [head, body] = Buffer.concat(await socket.toArray()).toString().split('\r\n\r\n');

  assert.match(head, /^HTTP\/1\.1 400 Bad Request\r\n/);
  assert.match(head, /Content-Type: application\/problem\+json/);
  assert.deepEqual(JSON.parse(body), {
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'This is not a valid HTTP request.',
  });
});

test('a missing variable is named in one line and ends the process', async (t) => {
  const server = start(t, {});

  assert.equal(await server.ended, 4);
  const [{ timestamp, ...line }, ...others] = server.lines();
  assert.deepEqual(others, []);
  assert.ok(timestamp);
  assert.deepEqual(line, {
    level: 'error',
    logger: 'quotes',
    service: 'quotes',
    event: "quotes cannot start: ENVIRONMENT is not set. Set it in the task's environment.",
  });
});

test('a port that is taken is named in one line and ends the process', async (t) => {
  const first = start(t, { ENVIRONMENT: 'test' });
  await first.listening;

  const second = start(t, { ENVIRONMENT: 'test', PORT: String(first.port()) });

  assert.equal(await second.ended, 4);
  assert.match(second.lines().at(-1).event, /^quotes cannot start: listen EADDRINUSE/);
});
