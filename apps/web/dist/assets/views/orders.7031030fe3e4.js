// The orders that were placed in this browser. The shop knows no accounts; whoever has an order's address sees it.

import { h } from '../dom.b3e7b8dc0b03.js';

/** List them, newest first. */
export function ordersView(shop) {
  const orders = shop.placedOrders.all;
  const when = { dateStyle: 'long', timeStyle: 'short' };
  return {
    title: 'Orders',
    element: h(
      'div',
      { class: 'page page-orders' },
      h('h1', { tabindex: '-1' }, 'Your orders'),
      orders.length
        ? h(
            'ul',
            { class: 'order-list', role: 'list' },
            orders.map(({ id, placed_at: placedAt }) =>
              h(
                'li',
                {},
                h(
                  'a',
                  { class: 'order-link', href: `/orders/${encodeURIComponent(id)}` },
                  h('span', {}, `Order of ${new Date(placedAt).toLocaleString(undefined, when)}`),
                  h('code', {}, id),
                ),
              ),
            ),
          )
        : h('p', { class: 'lede' }, 'None yet in this browser.'),
    ),
  };
}

/** Say that there is no such page. */
export function nowhereView() {
  return {
    title: 'Not found',
    element: h(
      'div',
      { class: 'page' },
      h('h1', { tabindex: '-1' }, 'There is no such page'),
      h('a', { class: 'button button-main', href: '/' }, 'To the shop'),
    ),
  };
}
