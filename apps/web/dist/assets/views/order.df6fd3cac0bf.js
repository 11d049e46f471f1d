// One order: how far it is, what it costs, its receipt. What is not known yet is asked for until it is.

import { h, replace, svg } from '../dom.b3e7b8dc0b03.js';
import { formatMoney, times } from '../shop/money.441db376c22c.js';
import { until } from '../shop/polling.11076982fe42.js';
import { explain, notice } from './notices.204eea818a8f.js';

/** Show the order of this id. */
export function orderView(shop, id) {
  const heading = h('h1', { tabindex: '-1' }, 'Your order');
  const banner = h('div', { class: 'banner' });
  const steps = h('ol', { class: 'steps', 'aria-label': 'How far it is' });
  const content = h('div', { class: 'order' }, h('p', { class: 'waiting', role: 'status' }, 'Looking for your order …'));
  const element = h('div', { class: 'page page-order' }, heading, banner, steps, content);
  const known = { order: null, receipt: null };

  async function look() {
    try {
      if (known.order?.status !== 'confirmed') {
        known.order = await shop.api.order(id, { signal: shop.signal });
      }
      known.receipt = await shop.api.receipt(id, { signal: shop.signal }).catch((error) => {
        if (known.order.status === 'confirmed') throw error;
        return null;
      });
      show();
    } catch (error) {
      if (shop.signal.aborted) return true;
      fail(error);
      return !(error.passing || error.kind === 'broken');
    }
    return known.order.status === 'confirmed' && known.receipt !== null;
  }

  function show() {
    const { order, receipt } = known;
    const done = order.status === 'confirmed';
    replace(heading, done ? 'Thank you, your order is confirmed' : 'Thank you, we have your order');
    replace(banner, !done && pendingNotice());
    replace(steps, step('Order taken', true), step('Price confirmed', done), step('Receipt written', receipt !== null));
    replace(content, details(order), receiptPart(id, receipt));
    if (shown !== `${order.status}/${receipt !== null}`) {
      shop.announce(receipt ? 'Your receipt is ready.' : done ? 'Your order is confirmed.' : 'Your order is taken.');
    }
    shown = `${order.status}/${receipt !== null}`;
  }
  let shown = '';

  function fail(error) {
    const missing = error.kind === 'missing';
    if (!known.order) {
      replace(content);
    }
    replace(
      banner,
      notice({
        id: 'order-away',
        tone: missing ? 'info' : 'warning',
        title: missing ? 'There is no such order' : known.order ? 'Your receipt takes a moment' : "We can't show your order just now",
        text: missing
          ? 'Look whether the address is whole, or choose one of your orders.'
          : `Your order is safe. ${explain(error, 'fetch it')}`,
        action: missing ? undefined : { label: 'Try again', run: start },
      }),
    );
  }

  async function start() {
    const ended = await until(look, { signal: shop.signal });
    if (!ended && !shop.signal.aborted && known.order) {
      replace(
        banner,
        notice({
          id: 'order-slow',
          title: 'This takes longer than usual',
          text: 'You can close the page: the order is kept, and this address shows how far it is.',
          action: { label: 'Look again', run: start },
        }),
      );
    }
  }

  start();
  return { title: 'Your order', element };
}

function pendingNotice() {
  return notice({
    id: 'order-pending',
    tone: 'warning',
    title: 'We have your order, and confirm the price shortly',
    text: 'A part of the shop takes a break, so some of it is worked out later. You have nothing to do; this page shows when it is done.',
  });
}

function step(label, done) {
  return h(
    'li',
    { class: done ? 'step-done' : 'step-open' },
    svg(
      'svg',
      { viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
      svg('circle', { cx: 12, cy: 12, r: 10 }),
      done && svg('path', { d: 'M7.5 12.5l3 3 6-6.5' }),
    ),
    h('span', {}, label, h('span', { class: 'visually-hidden' }, done ? ': done' : ': to come')),
  );
}

function details(order) {
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'details-heading' },
    h('h2', { id: 'details-heading' }, 'What you ordered'),
    h(
      'ul',
      { class: 'order-lines', role: 'list' },
      order.items.map(({ product_id: productId, name, quantity, unit_price: price }) =>
        h(
          'li',
          {},
          h('span', { class: 'order-count' }, `${quantity} ×`),
          h('span', { class: 'order-name' }, name ?? productId),
          h('span', { class: 'order-price' }, price ? formatMoney(times(price, quantity)) : 'price to come'),
        ),
      ),
    ),
    h(
      'p',
      { class: 'order-total' },
      h('span', {}, 'Total with shipping and tax'),
      h('span', {}, order.total ? formatMoney(order.total) : 'to come'),
    ),
    h('p', { class: 'fine-print' }, 'Order ', h('code', {}, order.order_id)),
  );
}

function receiptPart(id, receipt) {
  return h(
    'section',
    { class: 'panel panel-receipt', 'aria-labelledby': 'receipt-heading', 'aria-live': 'polite' },
    h('h2', { id: 'receipt-heading' }, 'Receipt'),
    receipt
      ? [
          h('p', {}, `Number ${receipt.receipt_number}, of ${day(receipt.issued_at)}.`),
          h('a', { class: 'button button-main', id: 'receipt-link', href: `/api/receipts/${encodeURIComponent(id)}.html`, target: '_blank', rel: 'noopener' }, 'Open the receipt', h('span', { class: 'visually-hidden' }, ' in a new tab')),
        ]
      : h('p', { class: 'waiting' }, 'It is being written. It appears here by itself.'),
  );
}

function day(text) {
  return new Date(text).toLocaleDateString(undefined, { dateStyle: 'long' });
}
