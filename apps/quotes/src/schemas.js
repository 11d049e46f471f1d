// What goes over the wire: JSON Schemas that Fastify validates and serialises by, and that make the OpenAPI document.

import { COUNTRIES, SHIPPING } from './rates.js';

// With 100 items of 999 pieces each: what an order can come to is exact in a JSON number (pricing.js).
const LARGEST_PRICE = 10 ** 9;
const money = (description) => ({ ...MONEY, description });

const CURRENCY = { type: 'string', enum: Object.keys(SHIPPING), description: 'ISO 4217 code.', examples: ['EUR'] };
const MONEY = {
  type: 'object',
  required: ['amount', 'currency'],
  properties: {
    amount: { type: 'integer', minimum: 0, description: "In the currency's minor unit: cents, yen.", examples: [1990] },
    currency: CURRENCY,
  },
};

const UNIT_PRICE = {
  ...MONEY,
  additionalProperties: false,
  description: 'Price of one piece, before tax.',
  properties: { ...MONEY.properties, amount: { ...MONEY.properties.amount, maximum: LARGEST_PRICE } },
};

const ITEM = {
  type: 'object',
  additionalProperties: false,
  required: ['product_id', 'quantity', 'unit_price'],
  properties: {
    product_id: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$', examples: ['cup'] },
    quantity: { type: 'integer', minimum: 1, maximum: 999, examples: [2] },
    unit_price: UNIT_PRICE,
  },
};

export const REQUEST = {
  $id: 'QuoteRequest',
  type: 'object',
  description: 'What is to be sent where. All prices are in one currency.',
  additionalProperties: false,
  required: ['items', 'country'],
  properties: {
    items: { type: 'array', minItems: 1, maxItems: 100, items: ITEM },
    country: {
      type: 'string',
      enum: Object.keys(COUNTRIES),
      description: 'Where the parcel goes: ISO 3166-1 alpha-2.',
      examples: ['IE'],
    },
  },
};

export const QUOTE = {
  $id: 'Quote',
  type: 'object',
  description: 'What an order costs.',
  required: ['quote_id', 'subtotal', 'shipping', 'tax', 'total', 'valid_until'],
  properties: {
    quote_id: { type: 'string', format: 'uuid' },
    subtotal: money('The goods.'),
    shipping: money('The parcel.'),
    tax: money('On goods and parcel.'),
    total: money('All of it: what the customer pays.'),
    valid_until: { type: 'string', format: 'date-time', description: 'Ask again after this moment.' },
  },
};
