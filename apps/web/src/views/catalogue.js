// The shop window: what is for sale, by category.

import { art, stillLife } from '../art.js';
import { h, replace } from '../dom.js';
import { categoriesOf, categoryName } from '../shop/catalogue.js';
import { formatMoney } from '../shop/money.js';
import { blank, explain, notice } from './notices.js';

const AGAIN_MS = 15_000;
const PLACEHOLDERS = 8;

/** Show the products, those of `?category=` only. */
export function catalogueView(shop) {
  const chosen = new URLSearchParams(shop.location.search).get('category');
  const banner = h('div', { class: 'banner' });
  const categories = h('nav', { class: 'categories', 'aria-label': 'Categories' });
  const shelf = h('div', { class: 'shelf' });
  const element = h(
    'div',
    { class: 'page page-catalogue' },
    h(
      'div',
      { class: 'hero' },
      h(
        'div',
        { class: 'hero-words' },
        h('h1', { tabindex: '-1' }, 'Everyday things, made to last'),
        h('p', { class: 'lede' }, 'For the kitchen, the table and the desk. Small batches from workshops that we know.'),
      ),
      stillLife(),
    ),
    banner,
    categories,
    shelf,
  );
  let timer;

  async function load({ told = false } = {}) {
    clearTimeout(timer);
    if (!shelf.childElementCount) {
      replace(shelf, placeholders());
    }
    shelf.setAttribute('aria-busy', 'true');
    try {
      const found = await shop.catalogue.load({ signal: shop.signal });
      show(found);
      if (told) shop.announce('The shop is up to date.');
      if (found.freshness !== 'fresh') timer = setTimeout(load, AGAIN_MS);
    } catch (error) {
      if (shop.signal.aborted) return;
      fail(error);
    } finally {
      shelf.removeAttribute('aria-busy');
    }
  }

  function show({ products, freshness, asOf, error }) {
    shop.basket.refresh(products);
    replace(banner, freshnessNotice(freshness, asOf, error, () => load({ told: true })));
    const known = categoriesOf(products);
    const current = known.includes(chosen) ? chosen : null;
    replace(categories, known.length > 1 && [chip(null, current), known.map((category) => chip(category, current))]);
    const shown = current ? products.filter(({ category }) => category === current) : products;
    replace(shelf, shown.length ? h('ul', { class: 'cards', role: 'list' }, shown.map((one) => card(one, shop))) : empty());
  }

  function fail(error) {
    replace(banner);
    replace(categories);
    replace(
      shelf,
      blank({
        id: 'catalogue-away',
        tone: 'error',
        title: "We can't show what is for sale",
        text: `${explain(error, 'the catalogue')} We try again by ourselves.`,
        action: { label: 'Try now', run: () => load({ told: true }) },
      }),
    );
    timer = setTimeout(load, Math.max((error.retryAfterSeconds ?? 0) * 1000, AGAIN_MS));
  }

  shop.signal.addEventListener('abort', () => clearTimeout(timer));
  load();
  return { title: 'Shop', element };
}

function freshnessNotice(freshness, asOf, error, again) {
  if (freshness === 'stale') {
    return notice({
      id: 'catalogue-stale',
      tone: 'warning',
      title: 'Prices may have changed',
      text: 'The catalogue is being looked after, so you see it as it was a moment ago. You can order; we confirm the price.',
    });
  }
  if (freshness === 'remembered') {
    const time = asOf.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
    return notice({
      id: 'catalogue-stale',
      tone: 'warning',
      title: `You see the shop as of ${time}`,
      text: `${explain(error, 'the catalogue')} You can go on shopping; we confirm the price.`,
      action: { label: 'Try again', run: again },
    });
  }
  return null;
}

function chip(category, current) {
  const href = category === null ? '/' : `/?category=${encodeURIComponent(category)}`;
  const here = category === current;
  return h(
    'a',
    { class: 'chip', href, id: `category-${category ?? 'all'}`, 'aria-current': here && 'page' },
    category === null ? 'Everything' : categoryName(category),
  );
}

function card(product, shop) {
  const inBasket = h('span', { class: 'card-count' });
  const button = h(
    'button',
    { type: 'button', class: 'button button-add', id: `add-${product.id}`, onclick: add },
    h('span', {}, 'Add', h('span', { class: 'visually-hidden' }, ` ${product.name}`), h('span', { class: 'add-where' }, ' to basket')),
    inBasket,
  );
  function count(quantity) {
    replace(inBasket, quantity > 0 && [h('span', { class: 'visually-hidden' }, ', in it: '), String(quantity)]);
  }
  function add() {
    const quantity = shop.basket.add(product);
    count(quantity);
    shop.announce(`${product.name}: ${quantity} in the basket.`);
  }
  count(shop.basket.quantityOf(product.id));
  return h(
    'li',
    { class: 'card' },
    h('div', { class: 'card-picture' }, art(product)),
    h(
      'div',
      { class: 'card-words' },
      h('h2', { class: 'card-name' }, product.name),
      product.description && h('p', { class: 'card-description' }, product.description),
    ),
    h('div', { class: 'card-foot' }, h('p', { class: 'price' }, formatMoney(product.price)), button),
  );
}

function placeholders() {
  return [
    h('p', { class: 'visually-hidden' }, 'Loading what is for sale.'),
    h(
      'ul',
      { class: 'cards', 'aria-hidden': 'true' },
      Array.from({ length: PLACEHOLDERS }, () =>
        h('li', { class: 'card card-placeholder' }, h('div', { class: 'card-picture' }), h('div', { class: 'card-words' })),
      ),
    ),
  ];
}

function empty() {
  return blank({ id: 'catalogue-empty', title: 'The shelves are empty', text: 'Nothing is for sale yet. Come back soon.' });
}
