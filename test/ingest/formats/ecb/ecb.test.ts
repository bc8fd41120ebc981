import { expect, test } from 'vitest';
import { ecb } from '../../../../ingest/formats/ecb/ecb.ts';
import { claims, collect, withFile } from '../collect.ts';

const RATES = 'http://www.ecb.int/vocabulary/2002-08-01/eurofxref';

const document = (cubes: string) => `<?xml version="1.0" encoding="UTF-8"?>
<g:Envelope xmlns:g="http://www.gesmes.org/xml/2002-08-01" xmlns="${RATES}"><g:subject>Reference rates</g:subject>
<Cube>${cubes}</Cube></g:Envelope>`;

const read = (content: string | Uint8Array) =>
  withFile('rates.xml', content, (path) => collect(ecb, path));

const DAYS = `<Cube time='2026-01-02'><Cube currency='USD' rate='1.1650'/><Cube currency='JPY' rate='180.1'/></Cube>
<Cube time="2025-12-31"><Cube rate="1.19" currency="USD"/></Cube>`;

test('one row a day and currency, as written', async () => {
  const { rows, refused } = await read(document(DAYS));
  expect(refused).toEqual([]);
  expect(rows.rate).toEqual([
    { date: '2026-01-02', currency: 'USD', rate: '1.1650' },
    { date: '2026-01-02', currency: 'JPY', rate: '180.1' },
    { date: '2025-12-31', currency: 'USD', rate: '1.19' },
  ]);
});

test('a rate without day, currency or value is refused alone', async () => {
  const { rows, refused } = await read(
    document(`<Cube currency="USD" rate="1"/>${DAYS}<Cube currency="CHF"/>`),
  );
  expect(rows.rate).toHaveLength(3);
  expect(refused.map((each) => each.raw)).toEqual([
    '{"currency":"USD","rate":"1"}',
    '{"time":"2025-12-31","currency":"CHF"}',
  ]);
});

test('no rates, a cut file, another envelope', async () => {
  await expect(read(document(''))).rejects.toThrow(/holds no rate/);
  const bytes = Buffer.from(document(DAYS));
  for (let percent = 30; percent < 100; percent += 1)
    await expect(read(bytes.subarray(0, (bytes.length * percent) / 100))).rejects.toMatchObject({
      code: 'MALFORMED_FILE',
    });
  const other = document(DAYS).replace(RATES, 'urn:other');
  expect(await withFile('a.xml', other, (path) => claims(ecb, path))).toBe(false);
});
