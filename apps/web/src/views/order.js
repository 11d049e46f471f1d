// One order: how far it is, what it costs, its receipt. What is not known yet is asked for until it is.

import { art } from '../art.js';
import { h, replace, svg } from '../dom.js';
import { formatMoney, times } from '../shop/money.js';
import { until } from '../shop/polling.js';
import { explain, notice } from './notices.js';

const STATUSES = {
  confirmed: { title: 'Thank you, your order is confirmed', news: 'Your order is confirmed.' },
  pending: { title: 'Thank you, we have your order', news: 'Your order is taken.' },
  rejected: { title: "We can't send this order", news: 'Your order cannot be sent.' },
};

const REASONS = {
  'product-missing': 'A part of it is not for sale any more.',
  'not-quotable': "We don't send these things to that country together.",
};

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
        show();
      }
      if (known.order.status === 'rejected') return true;
      known.receipt = await shop.api.receipt(id, { signal: shop.signal });
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
    const { title, news } = STATUSES[order.status] ?? STATUSES.pending;
    const confirmed = order.status === 'confirmed';
    const rejected = order.status === 'rejected';
    replace(heading, title);
    replace(banner, rejected ? rejectedNotice(order) : !confirmed && pendingNotice());
    replace(
      steps,
      !rejected && [step('Order taken', true), step('Price confirmed', confirmed), step('Receipt written', receipt !== null)],
    );
    replace(content, details(order), !rejected && receiptPart(id, receipt));
    const now = receipt ? 'Your receipt is ready.' : news;
    if (now !== said) {
      shop.announce(now);
      said = now;
    }
  }
  let said = '';

  function fail(error) {
    // Not an id of ours at all is refused (422), one that nobody has is missing (404): here that is the same.
    const missing = error.kind === 'missing' || error.kind === 'refused';
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
          : `Your order is safe. ${explain(error, known.order ? 'the receipt desk' : 'the till')} We keep asking.`,
        action: missing ? undefined : { label: 'Try again', run: start },
      }),
    );
  }

  async function start() {
    looking?.abort();
    looking = new AbortController();
    const { signal } = looking;
    const ended = await until(look, { signal: AbortSignal.any([shop.signal, signal]) });
    if (!ended && !signal.aborted && !shop.signal.aborted && known.order) {
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
  let looking = null;

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

function rejectedNotice({ degraded }) {
  const reason = degraded.map((one) => REASONS[one]).find(Boolean) ?? 'It cannot be sold as it was ordered.';
  return notice({ id: 'order-rejected', tone: 'error', title: 'Nothing is sent, and nothing is to pay', text: `${reason} We are sorry.` });
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
          art({ id: productId, name: name ?? productId }),
          h('span', { class: 'order-name' }, name ?? productId),
          h('span', { class: 'order-count' }, `${quantity} ×`),
          h('span', { class: 'order-price' }, price ? formatMoney(times(price, quantity)) : 'price to come'),
        ),
      ),
    ),
    h(
      'p',
      { class: 'order-total' },
      h('span', {}, 'Total', h('span', { class: 'order-total-note' }, ' with shipping and tax')),
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
