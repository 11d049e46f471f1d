// The basket and the order: what is in it, what it costs in all, who gets it.

import { art } from '../art.js';
import { h, replace } from '../dom.js';
import { MOST_PIECES } from '../shop/basket.js';
import { countryNames, likelyCountry } from '../shop/countries.js';
import { formatMoney, formatSums, times } from '../shop/money.js';
import { orderFrom } from '../shop/ordering.js';
import { Quoting } from '../shop/quoting.js';
import { blank, explain, notice } from './notices.js';

const CUSTOMER = 'customer';
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const SLOW_MS = 2500;

/** Show the basket, and take the order. */
export function basketView(shop) {
  const customer = { name: '', email: '', country: likelyCountry(navigator.languages), ...shop.tab.read(CUSTOMER) };
  const lines = h('ul', { class: 'lines', role: 'list' });
  const costs = h('div', { class: 'costs', role: 'status', 'aria-label': 'Costs' });
  const told = h('div', { class: 'told' });
  const submit = h('button', { type: 'submit', class: 'button button-main', id: 'place-order' }, 'Place the order');
  const quoting = new Quoting(shop.api, () => replace(costs, costRows(shop.basket, quoting)));
  const form = orderForm(customer, told, submit, {
    changed: () => shop.tab.write(CUSTOMER, customer),
    countryChanged: () => quoting.want(shop.basket.lines, customer.country),
    submitted: order,
  });
  const heading = h('h1', { tabindex: '-1' }, 'Your basket');
  const full = h(
    'div',
    { class: 'checkout' },
    h('section', { class: 'checkout-lines', 'aria-label': 'In the basket' }, lines),
    h('section', { class: 'checkout-order', 'aria-labelledby': 'order-heading' }, h('h2', { id: 'order-heading' }, 'Your order'), form),
  );
  form.querySelector('.form-costs').append(costs);
  const element = h('div', { class: 'page page-basket' }, heading);
  let placing = false;

  function refresh() {
    if (shop.basket.empty && !placing) {
      quoting.stop();
      replace(element, heading, emptyBasket());
      return;
    }
    if (!full.isConnected) {
      replace(element, heading, full);
    }
    replace(lines, shop.basket.lines.map((line) => lineOf(line, shop, heading)));
    quoting.want(shop.basket.lines, customer.country);
  }

  async function order() {
    if (placing) return;
    placing = true;
    submit.setAttribute('aria-disabled', 'true');
    replace(submit, 'Placing your order …');
    replace(told);
    const slow = setTimeout(
      () => replace(told, notice({ title: 'Still at it', text: 'This takes longer than usual. Please leave the page open.' })),
      SLOW_MS,
    );
    const wanted = orderFrom(shop.basket.lines, customer);
    try {
      const placed = await shop.api.placeOrder(wanted, shop.orderKeys.keyFor(wanted), { signal: shop.signal });
      shop.orderKeys.done();
      shop.placedOrders.remember(placed.order_id);
      shop.basket.clear();
      shop.go(`/orders/${encodeURIComponent(placed.order_id)}`);
    } catch (error) {
      if (shop.signal.aborted) return;
      replace(told, failure(error, form));
      document.getElementById('order-failed')?.scrollIntoView({ block: 'nearest' });
    } finally {
      clearTimeout(slow);
      placing = false;
      submit.removeAttribute('aria-disabled');
      replace(submit, 'Place the order');
    }
  }

  const unsubscribe = shop.basket.subscribe(refresh);
  shop.signal.addEventListener('abort', () => {
    unsubscribe();
    quoting.stop();
  });
  refresh();
  refreshPrices(shop, told);
  return { title: 'Basket', element };
}

/** The basket remembers prices; what the catalogue says now counts, and a change is told. */
async function refreshPrices(shop, told) {
  try {
    const { products } = await shop.catalogue.load({ signal: shop.signal });
    const changed = shop.basket.refresh(products);
    if (changed.length) {
      const names = changed.map(({ product }) => product.name).join(', ');
      replace(told, notice({ tone: 'warning', title: 'A price has changed', text: `${names}: you see the new price.` }));
    }
  } catch {
    // The remembered prices stay; the order is confirmed with the right ones.
  }
}

function lineOf({ product, quantity }, shop, heading) {
  const id = product.id;
  const set = (count) => {
    if (count <= 0) {
      shop.basket.setQuantity(id, 0);
      shop.announce(`${product.name} is out of the basket.`);
      (document.querySelector('.lines input') ?? heading).focus();
      return;
    }
    shop.basket.setQuantity(id, count);
    shop.announce(`${product.name}: ${shop.basket.quantityOf(id)} in the basket.`);
  };
  return h(
    'li',
    { class: 'line' },
    h('div', { class: 'line-picture' }, art(product)),
    h(
      'div',
      { class: 'line-words' },
      h('p', { class: 'line-name' }, product.name),
      h('p', { class: 'line-unit' }, `${formatMoney(product.price)} each`),
    ),
    h(
      'div',
      { class: 'stepper', role: 'group', 'aria-label': `Pieces of ${product.name}` },
      h('button', { type: 'button', id: `less-${id}`, class: 'step', 'aria-label': `One ${product.name} less`, onclick: () => set(quantity - 1) }, '−'),
      h('input', {
        id: `pieces-${id}`,
        class: 'step-count',
        type: 'number',
        inputmode: 'numeric',
        min: 1,
        max: MOST_PIECES,
        value: quantity,
        'aria-label': `Pieces of ${product.name}`,
        onchange: (event) => set(Number.parseInt(event.target.value, 10) || 1),
      }),
      h(
        'button',
        { type: 'button', id: `more-${id}`, class: 'step', 'aria-label': `One ${product.name} more`, disabled: quantity >= MOST_PIECES, onclick: () => set(quantity + 1) },
        '+',
      ),
    ),
    h('p', { class: 'line-total' }, formatMoney(times(product.price, quantity))),
    h('button', { type: 'button', id: `remove-${id}`, class: 'line-remove', 'aria-label': `Take ${product.name} out`, onclick: () => set(0) }, 'Remove'),
  );
}

function orderForm(customer, told, submit, { changed, countryChanged, submitted }) {
  const field = (key, label, attributes, message) => {
    const problem = h('p', { class: 'field-problem', id: `${key}-problem` });
    const input = h('input', {
      id: key,
      name: key,
      value: customer[key],
      required: true,
      maxlength: 200,
      'aria-describedby': `${key}-problem`,
      oninput: () => {
        customer[key] = input.value;
        changed();
        if (input.getAttribute('aria-invalid')) check();
      },
      ...attributes,
    });
    const check = () => {
      const wrong = message(input.value.trim());
      replace(problem, wrong);
      if (wrong) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
      return wrong ? input : null;
    };
    return { check, element: h('div', { class: 'field' }, h('label', { for: key }, label), input, problem) };
  };
  const name = field('name', 'Name', { autocomplete: 'name' }, (value) => (value ? '' : 'Tell us who the order is for.'));
  const email = field('email', 'E-mail', { type: 'email', autocomplete: 'email', inputmode: 'email' }, (value) =>
    EMAIL.test(value) ? '' : 'Tell us an e-mail address, such as ada@example.com.',
  );
  const country = h(
    'select',
    {
      id: 'country',
      name: 'country',
      autocomplete: 'country',
      onchange: () => {
        customer.country = country.value;
        changed();
        countryChanged();
      },
    },
    countryNames().map(({ code, name: called }) => h('option', { value: code, selected: code === customer.country }, called)),
  );
  return h(
    'form',
    {
      class: 'order-form',
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        const wrong = [name.check(), email.check()].find(Boolean);
        if (wrong) wrong.focus();
        else submitted();
      },
    },
    h('div', { class: 'field' }, h('label', { for: 'country' }, 'Send it to'), country),
    h('div', { class: 'form-costs' }),
    name.element,
    email.element,
    told,
    submit,
    h('p', { class: 'fine-print' }, 'You pay when the parcel comes.'),
  );
}

function costRows(basket, quoting) {
  const { state, quote, error } = quoting.state;
  const goods = row('Goods', formatSums(quote && state === 'quoted' ? [quote.subtotal] : basket.subtotals));
  if (state === 'quoted') {
    return h('dl', { class: 'cost-rows' }, goods, row('Shipping', quote.shipping.amount ? formatMoney(quote.shipping) : 'Free'), row('Tax', formatMoney(quote.tax)), row('Total', formatMoney(quote.total), 'cost-total'));
  }
  const pending = h('span', { class: 'cost-unknown' }, state === 'asking' ? 'working it out …' : 'not known yet');
  const rows = h('dl', { class: 'cost-rows' }, goods, row('Shipping and tax', pending));
  if (state === 'away') {
    return [
      rows,
      notice({
        id: 'quote-away',
        tone: 'warning',
        title: 'Shipping and tax come later',
        text: "We can't work them out just now. You can order all the same: your order shows the total as soon as it is known.",
        action: { label: 'Try again', run: () => quoting.again() },
      }),
    ];
  }
  if (state === 'refused') {
    return [rows, notice({ id: 'quote-refused', tone: 'warning', title: "We can't quote this order", text: explain(error, 'the quotes') })];
  }
  return rows;
}

function row(label, value, extra = '') {
  return h('div', { class: `cost-row ${extra}` }, h('dt', {}, label), h('dd', {}, value));
}

function failure(error, form) {
  if (error.kind === 'refused') {
    const fields = error.errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
    return notice({
      id: 'order-failed',
      tone: 'error',
      title: 'The order was not taken',
      text: fields || explain(error, 'the till'),
    });
  }
  return notice({
    id: 'order-failed',
    tone: 'error',
    title: "We don't know whether your order has arrived",
    text: `${explain(error, 'the till')} Trying again is safe: an order is never taken twice.`,
    action: { label: 'Try again', run: () => form.requestSubmit() },
  });
}

function emptyBasket() {
  return blank({
    id: 'basket-empty',
    title: 'There is nothing in it yet',
    link: { label: 'Look around the shop', href: '/' },
    drawing: { id: 'bowl', name: 'bowl' },
  });
}
