// Money is {amount, currency}: whole numbers of the currency's minor unit, so that sums are exact.

const formats = new Map();

function format(currency, locale) {
  const key = `${locale}/${currency}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(locale, { style: 'currency', currency }));
  }
  return formats.get(key);
}

/** Write `money` as people of `locale` (default: the browser's) do: 1990 EUR are €19.90, 1990 JPY are ¥1,990. */
export function formatMoney({ amount, currency }, locale = undefined) {
  const style = format(currency, locale);
  return style.format(amount / 10 ** style.resolvedOptions().maximumFractionDigits);
}

/** Multiply. */
export function times({ amount, currency }, count) {
  return { amount: amount * count, currency };
}

/** Add up: one sum per currency, in order of first use; none for nothing. */
export function sums(monies) {
  const totals = new Map();
  for (const { amount, currency } of monies) {
    totals.set(currency, (totals.get(currency) ?? 0) + amount);
  }
  return [...totals].map(([currency, amount]) => ({ amount, currency }));
}

/** Write sums: "€19.90 + ¥1,990". */
export function formatSums(monies, locale = undefined) {
  return monies.map((money) => formatMoney(money, locale)).join(' + ');
}
