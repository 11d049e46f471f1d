// `node build.mjs [--out FOLDER]`: makes the site in dist/.
//
// Every file but index.html and favicon.svg gets a name with a hash of its content, below assets/, and may be kept for
// ever; what refers to it gets the new name, so a file's hash covers all that it loads. The same sources give the same
// bytes. Modules stay modules: no bundler, nothing to install.

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const SOURCES = path.join(HERE, 'src');
// In the order in which they count.
const STYLES = ['fonts', 'tokens', 'base', 'layout', 'controls', 'notices', 'catalogue', 'basket', 'order'];
const IMPORT = /\b(from|import)\s*'(\.{1,2}\/[^']+)'/g;
const STYLE_URL = /url\('([^']+)'\)/g;

/** The site cannot be made; the message says which file is wrong, and what to do. */
export class BuildError extends Error {}

/** Make the site in `out`, emptied before. Returns the names of its files, sorted. */
export function build(out, sources = SOURCES) {
  const site = new Site(sources);
  const page = site.page();
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const [name, content] of site.files) {
    const place = path.join(out, name);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, content);
  }
  writeFileSync(path.join(out, 'index.html'), page);
  cpSync(path.join(sources, 'favicon.svg'), path.join(out, 'favicon.svg'));
  return [...site.files.keys(), 'favicon.svg', 'index.html'].sort();
}

class Site {
  /** New name -> content. */
  files = new Map();
  #sources;
  #named = new Map();
  #open = new Set();

  constructor(sources) {
    this.#sources = sources;
  }

  /** index.html, with the new names of the style sheet, the fonts and the modules. */
  page() {
    const styles = this.#styles();
    const main = this.#module('main.js');
    const modules = [...this.files.keys()].filter((name) => name.endsWith('.js') && name !== main).sort();
    const ahead = modules.map((name) => `<link rel="modulepreload" href="/${name}">`).join('\n    ');
    const names = { '/styles.css': styles, '/main.js': main };
    for (const font of this.#list('fonts', '.woff2')) {
      names[`/fonts/${font}`] = this.#asset(`fonts/${font}`);
    }
    const html = this.#read('index.html').toString();
    return html.replace('<!-- modules -->', ahead).replace(/"(\/[\w./-]+\.\w+)"/g, (whole, found) => {
      return found in names ? `"/${names[found]}"` : whole;
    });
  }

  #styles() {
    const there = this.#list('styles', '.css').map((name) => path.basename(name, '.css'));
    const odd = [...STYLES.filter((name) => !there.includes(name)), ...there.filter((name) => !STYLES.includes(name))];
    if (odd.length) {
      throw new BuildError(`src/styles/${odd[0]}.css: is not both a file and in build.mjs's STYLES. Mend the list.`);
    }
    const text = STYLES.map((name) => this.#read(`styles/${name}.css`).toString()).join('\n');
    const linked = text.replace(STYLE_URL, (_, found) => `url('/${this.#asset(found.replace(/^\//, ''))}')`);
    return this.#keep('styles.css', Buffer.from(linked));
  }

  /** Keep a module after those that it imports, whose new names it then says. */
  #module(source) {
    const known = this.#named.get(source);
    if (known) {
      return known;
    }
    if (this.#open.has(source)) {
      throw new BuildError(`src/${source}: modules import one another in a circle. Move what they share to a third.`);
    }
    this.#open.add(source);
    const folder = path.posix.dirname(source);
    const text = this.#read(source).toString().replace(IMPORT, (_, word, specifier) => {
      const target = this.#module(path.posix.join(folder, specifier));
      const relative = path.posix.relative(path.posix.join('assets', folder), target);
      return `${word} '${relative.startsWith('.') ? relative : `./${relative}`}'`;
    });
    this.#open.delete(source);
    return this.#keep(source, Buffer.from(text));
  }

  #asset(source) {
    return this.#named.get(source) ?? this.#keep(source, this.#read(source));
  }

  #keep(source, content) {
    const { dir, name, ext } = path.posix.parse(source);
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
    const kept = path.posix.join('assets', dir, `${name}.${hash}${ext}`);
    this.#named.set(source, kept);
    this.files.set(kept, content);
    return kept;
  }

  #read(source) {
    try {
      return readFileSync(path.join(this.#sources, source));
    } catch (error) {
      throw new BuildError(`src/${source}: ${error.code === 'ENOENT' ? 'is not there' : error.message}.`);
    }
  }

  #list(folder, ending) {
    return readdirSync(path.join(this.#sources, folder)).filter((name) => name.endsWith(ending)).sort();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { out: { type: 'string', default: path.join(HERE, 'dist') } } });
  try {
    const names = build(path.resolve(values.out));
    console.log(`${path.relative(process.cwd(), path.resolve(values.out)) || '.'}: ${names.length} files`);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
