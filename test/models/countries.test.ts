import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';

const seed = (name: string): Record<string, string>[] =>
  parse(readFileSync(new URL(`../../models/seeds/${name}.csv`, import.meta.url)), {
    columns: true,
  });

const codes = new Map(
  seed('country_aliases').map(({ country_alias, country_code }) => [country_alias, country_code]),
);

/** As registries and CTMS write countries. */
test.each([
  ['Korea, Republic of', 'KR'],
  ["Korea, Democratic People's Republic of", 'KP'],
  ['Iran, Islamic Republic of', 'IR'],
  ['Moldova, Republic of', 'MD'],
  ['Tanzania, United Republic of', 'TZ'],
  ['Taiwan, Province of China', 'TW'],
  ['Congo, The Democratic Republic of the', 'CD'],
  ['Macedonia, The Former Yugoslav Republic of', 'MK'],
  ['Palestinian Territory, occupied', 'PS'],
  ['Virgin Islands, British', 'VG'],
  ['Virgin Islands (U.S.)', 'VI'],
  ['Bonaire, Sint Eustatius and Saba', 'BQ'],
  ['Turkey (Türkiye)', 'TR'],
  ['US', 'US'],
  ['UK', 'GB'],
  ['China', 'CN'],
  ['Japan', 'JP'],
])('%s is %s', (name, code) => {
  expect(codes.get(name.toLowerCase())).toBe(code);
});

test('every country is known by its code and its name', () => {
  for (const { country_code = '', country_name = '' } of seed('countries')) {
    if (country_code === 'ZZ') continue;
    expect(codes.get(country_code.toLowerCase()), country_code).toBe(country_code);
    expect(codes.get(country_name.toLowerCase()), country_name).toBe(country_code);
  }
});
