// Runs CloudFront Functions on this machine: `node router.mjs PORT FILE`, FILE holding {"functions": {key: code}}.
// Each POST holds {"function": key, "event": …}; the answer is what the function returned, or 500 with what it threw.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import vm from 'node:vm';

const [port, file] = process.argv.slice(2);
const { functions } = JSON.parse(readFileSync(file, 'utf8'));
// A context each, with nothing in it: like on CloudFront a function reaches neither files nor the network.
const handlers = new Map(
  Object.entries(functions).map(([key, code]) => [key, vm.runInNewContext(`${code}\n;handler`, {})]),
);

createServer(async (request, response) => {
  try {
    let text = '';
    for await (const chunk of request) text += chunk;
    const asked = JSON.parse(text);
    const result = await handlers.get(asked.function)(asked.event);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
  }
}).listen(Number(port), '127.0.0.1');
