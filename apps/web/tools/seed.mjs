// `node tools/seed.mjs [ADDRESS]`: puts the products of demo/products.json into a catalogue, so that a new environment
// has something to show. What is there already stays as it is. ADDRESS: of the gateway, http://127.0.0.1:8080.

import { readFileSync } from 'node:fs';

const address = process.argv[2] ?? 'http://127.0.0.1:8080';
const products = JSON.parse(readFileSync(new URL('../demo/products.json', import.meta.url)));
let added = 0;

for (const product of products) {
  const response = await fetch(new URL('/api/catalog/products', address), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(product),
    signal: AbortSignal.timeout(10_000),
  }).catch((error) => {
    console.error(`${address}: no answer (${error.cause?.code ?? error.name}). Is the environment up?`);
    process.exit(1);
  });
  if (response.ok) {
    added += 1;
  } else if (response.status !== 409) {
    console.error(`${address} refuses ${product.id}: ${response.status} ${await response.text()}`);
    process.exit(1);
  }
}
console.log(`${address}: ${added} products added, ${products.length - added} were there.`);
