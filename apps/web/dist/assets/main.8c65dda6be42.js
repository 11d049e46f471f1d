// Puts the page together: services, basket, pages.

import { Api } from './api.eaf1b93b5086.js';
import { h, replace } from './dom.b3e7b8dc0b03.js';
import { Router } from './router.c2a807ab145e.js';
import { Basket } from './shop/basket.bcf26c37ad00.js';
import { Catalogue } from './shop/catalogue.7560db3769ba.js';
import { formatSums } from './shop/money.441db376c22c.js';
import { OrderKeys, PlacedOrders } from './shop/ordering.d1d7c6ba041b.js';
import { BrowserStorage } from './shop/storage.b33a48503548.js';
import { basketView } from './views/basket.a0e2d0d60b54.js';
import { catalogueView } from './views/catalogue.c3d6001476ea.js';
import { orderView } from './views/order.df6fd3cac0bf.js';
import { nowhereView, ordersView } from './views/orders.7031030fe3e4.js';

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
