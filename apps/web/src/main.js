// Puts the page together: services, basket, pages.

import { Api } from './api.js';
import { h, replace } from './dom.js';
import { Router } from './router.js';
import { Basket } from './shop/basket.js';
import { Catalogue } from './shop/catalogue.js';
import { formatSums } from './shop/money.js';
import { OrderKeys, PlacedOrders } from './shop/ordering.js';
import { BrowserStorage } from './shop/storage.js';
import { basketView } from './views/basket.js';
import { catalogueView } from './views/catalogue.js';
import { orderView } from './views/order.js';
import { nowhereView, ordersView } from './views/orders.js';

const SHOP = 'Fennel & Clay';

const kept = new BrowserStorage(() => localStorage);
const tab = new BrowserStorage(() => sessionStorage);
const api = new Api();
const basket = new Basket(kept);
const announcer = document.getElementById('announcer');

/** Say `text` to those who listen to the page; the same text twice is said twice. */
function announce(text) {
  announcer.textContent = '';
  requestAnimationFrame(() => {
    announcer.textContent = text;
  });
}

function showBasket() {
  const count = document.getElementById('basket-count');
  count.hidden = basket.empty;
  replace(count, h('span', { class: 'visually-hidden' }, 'Pieces: '), String(basket.count), h('span', { class: 'basket-sum' }, formatSums(basket.subtotals)));
}

function shown(name, title) {
  document.title = `${title} · ${SHOP}`;
  for (const link of document.querySelectorAll('[data-page]')) {
    if (link.dataset.page === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

basket.subscribe(showBasket);
showBasket();
new Router(
  document.getElementById('main'),
  [
    [/^\/$/, 'catalogue', catalogueView],
    [/^\/basket$/, 'basket', basketView],
    [/^\/orders$/, 'orders', ordersView],
    [/^\/orders\/([^/]+)$/, 'orders', orderView],
    [/^/, 'nowhere', nowhereView],
  ],
  shown,
).start({
  api,
  basket,
  announce,
  tab,
  catalogue: new Catalogue(api, kept),
  orderKeys: new OrderKeys(tab),
  placedOrders: new PlacedOrders(kept),
});
