// What shipping and tax cost, as data: a change of rates is a change of this file and nothing else.
//
// Tax: standard VAT rates in hundredths of a percent (2550 are 25.5 %), on goods and shipping.
// Source: European Commission, "VAT rates applied in the Member States of the European Union"; for CH, GB, IS and NO
// their tax offices. Elsewhere the customer pays duties at the border, so there is nothing to charge here.

const UNION = {
  AT: 2000, BE: 2100, BG: 2000, CY: 1900, CZ: 2100, DE: 1900, DK: 2500, EE: 2400, ES: 2100, FI: 2550, FR: 2000,
  GR: 2400, HR: 2500, HU: 2700, IE: 2300, IT: 2200, LT: 2100, LU: 1700, LV: 2100, MT: 1800, NL: 2100, PL: 2300,
  PT: 2300, RO: 2100, SE: 2500, SI: 2200, SK: 2300,
};
const NEIGHBOURS = { CH: 810, GB: 2000, IS: 2400, NO: 2500 };
const WORLD = { AU: 0, CA: 0, JP: 0, KR: 0, NZ: 0, SG: 0, US: 0 };

function inZone(zone, rates) {
  return Object.entries(rates).map(([country, tax]) => [country, Object.freeze({ zone, tax })]);
}

/** Country (ISO 3166-1 alpha-2) -> the zone that parcels there are in, and its tax in hundredths of a percent. */
export const COUNTRIES = Object.freeze(
  Object.fromEntries([...inZone('union', UNION), ...inZone('neighbours', NEIGHBOURS), ...inZone('world', WORLD)].sort()),
);

/**
 * Currency (ISO 4217) -> zone -> what a parcel costs in the currency's minor unit: the first piece in it, each further
 * one, and the worth of goods from which it is free (null: never).
 */
export const SHIPPING = Object.freeze({
  CHF: {
    union: { first: 690, further: 90, freeFrom: 9500 },
    neighbours: { first: 890, further: 140, freeFrom: 14000 },
    world: { first: 1890, further: 380, freeFrom: null },
  },
  EUR: {
    union: { first: 690, further: 90, freeFrom: 10000 },
    neighbours: { first: 950, further: 150, freeFrom: 15000 },
    world: { first: 1990, further: 400, freeFrom: null },
  },
  GBP: {
    union: { first: 590, further: 80, freeFrom: 8500 },
    neighbours: { first: 790, further: 130, freeFrom: 13000 },
    world: { first: 1690, further: 340, freeFrom: null },
  },
  JPY: {
    union: { first: 1100, further: 150, freeFrom: 16000 },
    neighbours: { first: 1500, further: 240, freeFrom: 24000 },
    world: { first: 3200, further: 640, freeFrom: null },
  },
  USD: {
    union: { first: 750, further: 100, freeFrom: 11000 },
    neighbours: { first: 1050, further: 160, freeFrom: 16500 },
    world: { first: 2190, further: 440, freeFrom: null },
  },
});
