import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { BuildError, build } from '../build.mjs';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
const HASHED = /^assets\/[\w./-]+\.[0-9a-f]{12}\.(css|js|woff2)$/;

function folder(t) {
  const made = mkdtempSync(path.join(tmpdir(), 'web-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

/** The sources, to be changed: `edit(file, change)`; `make()` builds and gives name -> content. */
function copy(t) {
  const sources = path.join(folder(t), 'src');
  cpSync(SOURCES, sources, { recursive: true });
  const out = path.join(folder(t), 'dist');
  const at = (name) => path.join(sources, name);
  return {
    at,
    edit: (name, change) => writeFileSync(at(name), change(readFileSync(at(name), 'utf8'))),
    make: () => Object.fromEntries(build(out, sources).map((name) => [name, readFileSync(path.join(out, name), 'latin1')])),
  };
}

test('every file but the page and its icon has a name with a hash', (t) => {
  const names = Object.keys(copy(t).make());

  assert.deepEqual(names.filter((name) => !HASHED.test(name)), ['favicon.svg', 'index.html']);
});

test('the same sources give the same bytes, whenever and wherever they lie', (t) => {
  const here = copy(t);
  const there = copy(t);
  utimesSync(there.at('main.js'), 0, 0);

  assert.deepEqual(there.make(), here.make());
});

test('all that a file refers to is there', (t) => {
  const files = copy(t).make();

  for (const [name, content] of Object.entries(files)) {
    const absolute = [...content.matchAll(/(?:href|src)="\/([^"]+\.\w+)"|url\('\/([^']+)'\)/g)].map((found) => found[1] ?? found[2]);
    const imported = [...content.matchAll(/(?:from|import) '(\.[^']+)'/g)].map((found) => path.posix.join(path.posix.dirname(name), found[1]));
    for (const target of [...absolute, ...imported]) {
      assert.ok(target in files, `${name} refers to ${target}`);
    }
  }
  assert.match(files['index.html'], /<script type="module" src="\/assets\/main\.[0-9a-f]{12}\.js">/);
});

test('a change gives new names to what has changed and to what refers to it, and to nothing else', (t) => {
  const site = copy(t);
  const before = Object.keys(site.make());

  site.edit('shop/money.js', (text) => `${text}\n// changed\n`);
  const after = Object.keys(site.make());

  const renamed = after.filter((name) => !before.includes(name)).map((name) => name.replace(/\.[0-9a-f]{12}/, ''));
  assert.deepEqual(renamed, [
    'assets/main.js',
    'assets/shop/basket.js',
    'assets/shop/money.js',
    'assets/views/basket.js',
    'assets/views/catalogue.js',
    'assets/views/order.js',
  ]);
  assert.ok(after.length === before.length);
});

test('nothing of an earlier build stays', (t) => {
  const out = path.join(folder(t), 'dist');
  build(out);
  writeFileSync(path.join(out, 'old.js'), '');

  build(out);

  assert.ok(!existsSync(path.join(out, 'old.js')));
});

test('the page keeps to its content security policy: no script, style or handler stands in it', (t) => {
  const { 'index.html': page } = copy(t).make();

  assert.doesNotMatch(page, /<style|<script(?![^>]* src=)|\son\w+=|\sstyle=|javascript:/i);
  const manifest = readFileSync(new URL('../service.yaml', import.meta.url), 'utf8');
  const [, said] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page);
  const header = manifest.slice(manifest.indexOf('default-src')).replace(/\s+/g, ' ').trim();
  // frame-ancestors means something in a header only.
  assert.deepEqual(said.split('; '), header.split('; ').filter((rule) => !rule.startsWith('frame-ancestors')));
});

test('a mistake is told with the file', (t) => {
  const missing = copy(t);
  missing.edit('main.js', (text) => text.replace('./api.js', './ipa.js'));
  const circle = copy(t);
  circle.edit('dom.js', (text) => `import './art.js';\n${text}`);
  const style = copy(t);
  writeFileSync(style.at('styles/new.css'), '');

  assert.throws(missing.make, new BuildError('src/ipa.js: is not there.'));
  assert.throws(circle.make, new BuildError('src/dom.js: modules import one another in a circle. Move what they share to a third.'));
  assert.throws(style.make, new BuildError("src/styles/new.css: is not both a file and in build.mjs's STYLES. Mend the list."));
  assert.ok(readdirSync(SOURCES).includes('main.js'));
});
