import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from '@uwdata/flechette';
import { tableFromIPC as apacheTable } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Result } from '../../../query/result/result.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create();
  connection = await instance.connect();
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const stamp = {
  build_id: 'b1',
  data_as_of: '2026-03-31',
  definitions_version: '0',
  filters: [],
  viewer: { id: 'test', role: 'auditor' },
  generated_at: '2026-04-02T08:00:00.000Z',
  sql_sha256: '0',
};

async function ask(sql: string, values: string[] = []): Promise<Result> {
  const answered = await connection.run(sql, values);
  const names = answered.columnNames();
  const types = answered.columnTypes();
  const chunks = await answered.fetchAllChunks();
  const columns = names
    .filter((name) => !name.endsWith('__not_evaluable'))
    .map((name) => ({ name, type: '', label: `${name} label` }));
  return new Result({ names, types, chunks }, columns, stamp, 'f');
}

async function arrowOf(result: Result): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of result.toArrow()) parts.push(part);
  return Uint8Array.from(Buffer.concat(parts));
}

const everyType = `select * from (values
  (true, 1::tinyint, 2::smallint, 3::integer, 4::bigint, 5::hugeint, 1.5::float, 0.1::double,
   1.25::decimal(4,2), -1.25::decimal(9,2), 12345678901234.5678::decimal(18,4),
   '12345678901234567890123456789012.123456'::decimal(38,6),
   date '2026-03-31', timestamp '2026-03-31 22:00:00.123456', 'text', 'a text of more than twelve bytes – ü'),
  (null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null),
  (false, -1, -2, -3, -4, -5, -1.5, 'nan', -0.01, 0, -0.0001,
   '-0.000001', date '1969-12-31', timestamp '1969-12-31 23:59:59.999', '', 'ab')
) t(b, i8, i16, i32, i64, i128, f32, f64, d4, d9, d18, d38, day, instant, short, long)`;

describe('Arrow', () => {
  test('every type keeps its values, decimals every digit', async () => {
    const bytes = await arrowOf(await ask(everyType));
    const table = tableFromIPC(bytes, { useDecimalInt: true });
    const rows = table.toArray();
    expect(
      table.schema.fields.map(({ name, type }) => `${name}:${type.typeId}`),
    ).toMatchInlineSnapshot(`
      [
        "b:6",
        "i8:2",
        "i16:2",
        "i32:2",
        "i64:2",
        "i128:2",
        "f32:3",
        "f64:3",
        "d4:7",
        "d9:7",
        "d18:7",
        "d38:7",
        "day:8",
        "instant:10",
        "short:5",
        "long:5",
      ]
    `);
    expect(rows[0]).toMatchObject({
      b: true,
      i8: 1,
      i16: 2,
      i32: 3,
      i64: 4,
      i128: 5,
      f32: 1.5,
      f64: 0.1,
      d4: 125n,
      d9: -125n,
      d18: 123456789012345678n,
      d38: 12345678901234567890123456789012123456n,
      day: Date.parse('2026-03-31'),
      short: 'text',
      long: 'a text of more than twelve bytes – ü',
    });
    expect(Object.values(rows[1] ?? {}).every((value) => value === null)).toBe(true);
    expect(rows[2]).toMatchObject({
      b: false,
      i8: -1,
      i64: -4,
      i128: -5,
      d4: -1n,
      d9: 0n,
      d18: -1n,
      d38: -1n,
      day: Date.parse('1969-12-31'),
      short: '',
      long: 'ab',
    });
    expect(rows[0]?.instant).toBe(Date.parse('2026-03-31T22:00:00.123Z') + 0.456);
  });

  test('another decoder reads the same, labels and stamp included', async () => {
    const table = apacheTable(await arrowOf(await ask(everyType)));
    expect(table.getChild('long')?.toArray()).toEqual([
      'a text of more than twelve bytes – ü',
      null,
      'ab',
    ]);
    expect(table.getChild('i64')?.toArray()).toEqual(new BigInt64Array([4n, 0n, -4n]));
    expect(table.schema.fields[0]?.metadata.get('label')).toBe('b label');
    expect(JSON.parse(table.schema.metadata.get('portolan.stamp') ?? '')).toEqual(stamp);
  });

  test.each([0, 1, 2047, 2048, 2049, 70_000])(
    '%i rows over any chunks and batches',
    async (count) => {
      const sql = `select i as n, case when i % 3 = 0 then null else 'row number ' || i end as text,
      i % 2 = 0 as even, (i / 4)::decimal(9,2) as quarter
      from range(${count}) t(i) where i % 7 <> 1 or i < 2048`;
      const result = await ask(sql);
      const table = tableFromIPC(await arrowOf(result));
      expect(table.numRows).toBe(result.rowCount);
      const rows = result.rows();
      for (const name of ['text', 'even']) {
        expect([...(table.getChild(name) ?? [])]).toEqual(rows.map((row) => row[name]));
      }
      expect([...(table.getChild('n') ?? [])]).toEqual(rows.map((row) => row.n));
      expect([...(table.getChild('quarter') ?? [])]).toEqual(
        rows.map((row) => Number(row.quarter)),
      );
    },
  );

  test('a total beyond 64 bits is an error, not another number', async () => {
    const result = await ask('select 170141183460469231731687303715884105727::hugeint as n');
    await expect(arrowOf(result)).rejects.toMatchObject({ code: 'QUERY_VALUE_TOO_LARGE' });
  });
});

describe('JSON', () => {
  test('exact literals, and a reason only where there is no value', async () => {
    const result = await ask(`select * from (values
      (9007199254740993::bigint, 0.10::decimal(38,2), null, 'no_rows', date '2026-03-31'),
      (1, -5, 0.5::double, null, null)
    ) t(big, money, rate, rate__not_evaluable, day)`);
    expect(result.toJson()).toBe(
      '[{"big":9007199254740993,"money":0.10,"rate":null,"rate__not_evaluable":"no_rows","day":"2026-03-31"},\n' +
        '{"big":1,"money":-5.00,"rate":0.5,"day":null}]',
    );
    expect(result.rows()).toEqual([
      {
        big: '9007199254740993',
        money: '0.10',
        rate: null,
        rate__not_evaluable: 'no_rows',
        day: '2026-03-31',
      },
      { big: 1, money: '-5.00', rate: 0.5, day: null },
    ]);
  });

  test('no rows are an empty array', async () => {
    expect((await ask('select 1 as n where false')).toJson()).toBe('[]');
  });
});

describe('CSV', () => {
  test('text that would run as a formula is defused, numbers are left alone', async () => {
    const result = await ask(`select unnest(['=1+1', '+1', '-1', '@x', chr(9) || 'x', 'a,"b"', 'two
lines', null, '']) as text, -5 as number, -0.5::decimal(4,2) as money`);
    expect(result.toCsv().split('\r\n')).toEqual([
      'text,number,money',
      "'=1+1,-5,-0.50",
      "'+1,-5,-0.50",
      "'-1,-5,-0.50",
      "'@x,-5,-0.50",
      "'\tx,-5,-0.50",
      '"a,""b""",-5,-0.50',
      '"two\nlines",-5,-0.50',
      ',-5,-0.50',
      ',-5,-0.50',
      '',
    ]);
  });

  test('reasons are there when some value is missing', async () => {
    const some = await ask(
      "select 1 as rate, null::varchar as rate__not_evaluable union all select null, 'no_rows' order by 1",
    );
    expect(some.toCsv()).toBe('rate,rate__not_evaluable\r\n1,\r\n,no_rows\r\n');
    const none = await ask('select 1 as rate, null::varchar as rate__not_evaluable');
    expect(none.toCsv()).toBe('rate\r\n1\r\n');
  });

  test('any text comes back from a CSV reader', async () => {
    const plain = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/^[=+\-@\t\r]/.test(text) && !text.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(plain, { minLength: 1, maxLength: 5 }), async (texts) => {
        const values = texts.map((_, index) => `($${index + 1}::varchar)`).join(', ');
        const result = await ask(`select text from (values ${values}) t(text)`, texts);
        expect(parse(result.toCsv(), { record_delimiter: '\r\n' })).toEqual([
          ['text'],
          ...texts.map((text) => [text]),
        ]);
      }),
      { seed: 20260331 },
    );
  });
});
