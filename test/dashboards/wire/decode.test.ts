import {
  bool,
  columnFromArray,
  type DataType,
  dateDay,
  decimal,
  dictionary,
  float64,
  int64,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
} from '@uwdata/flechette';
import { expect, test } from 'vitest';
import { decodeFrame } from '../../../dashboards/wire/decode.ts';
import { stamp } from '../reply.ts';

function arrow(columns: Record<string, [unknown[], DataType]>): Uint8Array {
  const built = Object.entries(columns).map(
    ([name, [values, type]]) => [name, columnFromArray(values, type)] as [string, never],
  );
  const bytes = tableToIPC(tableFromColumns(built), { format: 'stream' });
  if (!bytes) throw new Error('nothing was encoded');
  return bytes;
}

const header = { id: 't', ok: true, columns: [], stamp, rows: 0 } as const;

test('every Arrow type becomes a cell, decimals with every digit', () => {
  const body = arrow({
    study: [['S1', null], dictionary(utf8())],
    amount: [[900719925474099325n, null], decimal(38, 2)],
    month: [[new Date('2026-03-01T00:00:00Z'), null], dateDay()],
    known_at: [[new Date('2026-03-31T22:00:00Z'), null], timestamp()],
    subjects: [[12, null], int64()],
    rate: [[0.25, null], float64()],
    is_done: [[true, null], bool()],
  });
  const columns = [{ name: 'study', type: 'VARCHAR' }];
  const table = decodeFrame({ header: { ...header, columns }, body });
  expect(table.columns).toBe(columns);
  expect(table.stamp).toBe(stamp);
  expect(table.rows).toEqual([
    {
      study: 'S1',
      amount: '9007199254740993.25',
      month: '2026-03-01',
      known_at: '2026-03-31T22:00:00.000Z',
      subjects: 12,
      rate: 0.25,
      is_done: true,
    },
    {
      study: null,
      amount: null,
      month: null,
      known_at: null,
      subjects: null,
      rate: null,
      is_done: null,
    },
  ]);
});

test('decimals beyond the precision of a double survive', () => {
  const body = arrow({ amount: [[123456789012345678901234n, -5n], decimal(38, 4)] });
  const { rows } = decodeFrame({ header, body });
  expect(rows.map(({ amount }) => amount)).toEqual(['12345678901234567890.1234', '-0.0005']);
});

test('a result without rows keeps the columns it was described with', () => {
  const body = arrow({ study: [[], utf8()] });
  const columns = [{ name: 'study', type: 'VARCHAR' }];
  expect(decodeFrame({ header: { ...header, columns }, body })).toEqual({
    columns,
    rows: [],
    stamp,
  });
});
