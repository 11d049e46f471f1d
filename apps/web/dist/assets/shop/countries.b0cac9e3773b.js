// Where the shop sends to: countries that `quotes` has a price for (tests/contracts compares them).

export const COUNTRIES = [
  'AT', 'AU', 'BE', 'BG', 'CA', 'CH', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'GR', 'HR', 'HU', 'IE',
  'IS', 'IT', 'JP', 'KR', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'NZ', 'PL', 'PT', 'RO', 'SE', 'SG', 'SI', 'SK', 'US',
];
const FALLBACK = 'IE';

/** Code and name of every country, by name as `locale` sorts them. */
export function countryNames(locale = 'en') {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  return COUNTRIES.map((code) => ({ code, name: names.of(code) })).sort((one, two) =>
    one.name.localeCompare(two.name, locale),
  );
}

/** The country that the browser's languages speak of, if the shop sends there. */
export function likelyCountry(languages) {
  const regions = languages.map((language) => {
    try {
      return new Intl.Locale(language).region;
    } catch {
      return undefined;
    }
  });
  return regions.find((region) => COUNTRIES.includes(region)) ?? FALLBACK;
}
