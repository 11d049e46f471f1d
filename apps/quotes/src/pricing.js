// The domain: what an order costs. No framework, no clock, no randomness; money in minor units, exact: the schema keeps
// an order below 10^14 of them, and a JSON number is exact up to 9 * 10^15.

import { COUNTRIES, SHIPPING } from './rates.js';

const HUNDREDTHS_OF_A_PERCENT = 10_000n;

/** The items cannot be quoted together. `kind` tells programs why, the message people. */
export class UnquotableError extends Error {
  constructor(kind, message) {
    super(message);
    this.name = 'UnquotableError';
    this.kind = kind;
  }
}

/**
 * Price `items` for a parcel to `country`.
 *
 * items: at least one of `{quantity, unit_price: {amount, currency}}`, amounts in the currency's minor unit.
 * country, currency: of those in rates.js.
 * Returns `{subtotal, shipping, tax, total}`, each `{amount, currency}`; tax is on goods and parcel, rounded half up.
 * Throws UnquotableError for mixed currencies.
 */
export function price(items, country) {
  const [currency, ...others] = new Set(items.map((item) => item.unit_price.currency));
  if (others.length) {
    throw new UnquotableError(
      'mixed-currencies',
      `The items are priced in ${[currency, ...others].join(', ')}. Ask for a quote for each currency.`,
    );
  }
  const { zone, tax: rate } = COUNTRIES[country];
  const pieces = sum(items.map((item) => item.quantity));
  const subtotal = sum(items.map((item) => item.unit_price.amount * item.quantity));
  const shipping = shippingCost(SHIPPING[currency][zone], pieces, subtotal);
  const tax = share(subtotal + shipping, rate);
  const money = (amount) => ({ amount, currency });
  return {
    subtotal: money(subtotal),
    shipping: money(shipping),
    tax: money(tax),
    total: money(subtotal + shipping + tax),
  };
}

function sum(amounts) {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function shippingCost({ first, further, freeFrom }, pieces, subtotal) {
  if (freeFrom !== null && subtotal >= freeFrom) {
    return 0;
  }
  return first + further * (pieces - 1);
}

function share(amount, hundredths) {
  // The product may be too large for an exact number, the share never is.
  return Number((BigInt(amount) * BigInt(hundredths) + HUNDREDTHS_OF_A_PERCENT / 2n) / HUNDREDTHS_OF_A_PERCENT);
}
