import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { etmfExchange } from '../../../fixtures/native/etmf/exchange.ts';
import { dayOf, deliverNative, type NativeHome, outcomesOf, rowsIn } from './native.ts';

describe('eTMF exchanges', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([etmfExchange], 5);
  });
  afterAll(() => home.at.remove());

  test('expected documents land row for row', () => {
    const rows = rowsIn(dayOf(home, 0), /PTL-2201.*expected\.csv$/);
    const [outcome] = outcomesOf(dayOf(home, 0), /^expected\.csv$/);
    expect(outcome).toMatchObject({ feed: 'expected_document', rows_accepted: rows.length });
  });

  test('a document whose bytes are not those of its checksum is refused, no other', () => {
    const documents = home.days.flatMap(({ outcomes }) =>
      outcomes.filter(({ file }) => file.startsWith('content.zip/')),
    );
    expect(documents.length).toBeGreaterThan(1_000);
    const refused = documents.filter(({ outcome }) => outcome !== 'ignored');
    expect(refused).toMatchObject([{ outcome: 'refused', code: 'CONTROL_TOTAL' }]);
    expect(refused[0]?.messages[0]).toContain('exchange.xml announces SHA-256 00000000');
    expect(dayOf(home, 4).outcomes).toContain(refused[0]);
  });
});
