import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { IngestError } from '@portolan/ingest';
import { afterAll, describe, expect, test } from 'vitest';
import { dayOf } from '../../../../fixtures/calendar.ts';
import type { Dataset } from '../../../../fixtures/formats/dataset.ts';
import {
  compressedDatasetJson,
  datasetNdjson,
  datasetJson as writeDatasetJson,
} from '../../../../fixtures/formats/dataset-json.ts';
import { xpt as writeXpt } from '../../../../fixtures/formats/xpt.ts';
import { datasetJson } from '../../../../ingest/formats/dataset-json/dataset-json.ts';
import { unpack } from '../../../../ingest/formats/unpack.ts';
import { xpt } from '../../../../ingest/formats/xpt/xpt.ts';
import { LIMITS } from '../../../../ingest/limits.ts';
import { type Collected, claims, collect, type Row, withFile } from '../collect.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/samples/dataset-json');

/** Dataset, rows, columns and a hash of all cells, as Python's json module reads them with numbers kept as text. */
const EXPECTED: readonly (readonly [string, string, number, number, string])[] = [
  ['adam/adae.ndjson', 'ADAE', 1191, 55, 'd6f6753ddc16fd18'],
  ['adam/adsl.json', 'ADSL', 254, 49, 'c545a02df6434d27'],
  ['adam/adtte.json', 'ADTTE', 254, 26, 'f04914e3c4a724fc'],
  ['i18n/ae.json', 'AE', 1191, 36, 'aa7219fd00e8c548'],
  ['sdtm/ae.dsjc', 'AE', 74, 37, 'a2cf2dd7e98b8290'],
  ['sdtm/ae.json', 'AE', 74, 37, 'a2cf2dd7e98b8290'],
  ['sdtm/ae.ndjson', 'AE', 74, 37, 'a2cf2dd7e98b8290'],
  ['sdtm/cm.json', 'CM', 68, 17, '886bb79a1a38ef27'],
  ['sdtm/dm.dsjc', 'DM', 18, 26, 'c5866e2b9963ce88'],
  ['sdtm/dm.json', 'DM', 18, 26, 'c5866e2b9963ce88'],
  ['sdtm/dm.ndjson', 'DM', 18, 26, 'c5866e2b9963ce88'],
  ['sdtm/ds.json', 'DS', 53, 12, 'd3c0345f5164a79a'],
  ['sdtm/ds.ndjson', 'DS', 53, 12, 'd3c0345f5164a79a'],
  ['sdtm/ex.json', 'EX', 1583, 17, '777f9dead188ba4e'],
  ['sdtm/lb.dsjc', 'LB', 3488, 23, '8e7c9b817b7859e2'],
  ['sdtm/lb.json', 'LB', 3488, 23, '8e7c9b817b7859e2'],
  ['sdtm/lb.ndjson', 'LB', 3488, 23, '8e7c9b817b7859e2'],
  ['sdtm/mh.json', 'MH', 17, 8, '1622289f1222c725'],
  ['sdtm/relrec.json', 'RELREC', 6, 7, '87cf2267f7a989c0'],
  ['sdtm/rs.json', 'RS', 375, 17, '0eb0610f58350ee7'],
  ['sdtm/se.json', 'SE', 43, 11, '9c1d626a842d49ac'],
  ['sdtm/suppdm.json', 'SUPPDM', 3, 10, '30ba4f6c2977684b'],
  ['sdtm/sv.json', 'SV', 164, 10, '82de93eb9b0c96d8'],
  ['sdtm/sv.ndjson', 'SV', 164, 10, '82de93eb9b0c96d8'],
  ['sdtm/ta.json', 'TA', 8, 10, '486bef6c2d69278b'],
  ['sdtm/te.json', 'TE', 5, 6, 'd54c8e9390c55dc8'],
  ['sdtm/ti.json', 'TI', 62, 6, '50947657359867d2'],
  ['sdtm/ts.json', 'TS', 51, 11, 'fca4b2ead99fddef'],
  ['sdtm/tv.json', 'TV', 14, 7, 'd2a0616d05c66afd'],
  ['sdtm/vs.json', 'VS', 1414, 21, 'c1d4caf23670262f'],
];

const folder = mkdtempSync(join(tmpdir(), 'portolan-dataset-json-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a delivered file as the pipeline would: out of its container first. */
const readDelivered = async (path: string): Promise<Collected> => {
  const name = basename(path);
  const delivered = { path, name, label: name, bytes: statSync(path).size };
  const [file] = await unpack(delivered, folder, LIMITS);
  if (!file) throw new Error('nothing was unpacked');
  expect(await claims(datasetJson, file.path)).toBe(true);
  return collect(datasetJson, file.path);
};

const read = (content: string | Uint8Array, name = 'x.json') =>
  withFile(name, content, readDelivered);

const refusal = async (content: string | Uint8Array): Promise<string> => {
  const result = await read(content).catch((cause: unknown) => cause);
  expect(result).toBeInstanceOf(IngestError);
  return String(result);
};

const hashOf = (rows: readonly Row[]): string => {
  const hash = createHash('sha256');
  for (const row of rows)
    hash.update(
      `${Object.values(row)
        .map((cell) => cell ?? '')
        .join('\x1f')}\x1e`,
    );
  return hash.digest('hex').slice(0, 16);
};

describe.skipIf(!existsSync(SAMPLES))('published files', () => {
  test.each(EXPECTED)('%s', async (file, name, rows, width, hash) => {
    const found = await readDelivered(join(SAMPLES, file));
    expect(found.rows[name]).toHaveLength(rows);
    expect(found.rows.variable).toHaveLength(width);
    expect(found.refused).toEqual([]);
    expect(hashOf(found.rows[name] ?? [])).toBe(hash);
  });

  test.each(['sdtm/dm.json', 'sdtm/dm.ndjson'])(
    '%s cut at every percent is refused',
    async (file) => {
      const whole = readFileSync(join(SAMPLES, file));
      for (let percent = 1; percent < 100; percent += 1) {
        const cut = whole.subarray(0, Math.floor((whole.length * percent) / 100));
        const path = join(folder, 'cut.json');
        writeFileSync(path, cut);
        const result = await collect(datasetJson, path).catch((cause: unknown) => cause);
        expect(result).toBeInstanceOf(IngestError);
      }
    },
  );

  test('a flipped bit gives rows or a refusal, never a crash', async () => {
    const whole = readFileSync(join(SAMPLES, 'sdtm/te.json'));
    const path = join(folder, 'flipped.json');
    for (let bit = 0; bit < 400; bit += 1) {
      const flipped = Buffer.from(whole);
      const at = (bit * 7_919) % whole.length;
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
      writeFileSync(path, flipped);
      const result = await collect(datasetJson, path).catch((cause: unknown) => cause);
      if (result instanceof Error) expect(result).toBeInstanceOf(IngestError);
    }
  });
});

const HEAD = {
  datasetJSONCreationDateTime: '2026-03-31T20:00:00',
  datasetJSONVersion: '1.1.0',
  itemGroupOID: '{TS',
  records: 2,
  name: 'TS',
  label: 'Trial Summary',
  columns: [
    { itemOID: 'IT.A', name: 'A', label: 'A', dataType: 'string' },
    { itemOID: 'IT.B', name: 'B', label: 'B', dataType: 'decimal', targetDataType: 'decimal' },
  ],
};

const json = (change: object, rows = '[["x",1],["",null]]'): string =>
  `${JSON.stringify({ ...HEAD, ...change }).slice(0, -1)},"rows":${rows}}`;

describe('made files', () => {
  test('numbers keep their characters, decimals may be strings, null and "" are no value', async () => {
    const rows = '[["é日",1.10],[null,"0.30"],["",1e400],["z",12345678901234567890]]';
    const { rows: found } = await read(json({ records: 4 }, rows));
    expect(found.TS).toEqual([
      { A: 'é日', B: '1.10' },
      { A: null, B: '0.30' },
      { A: null, B: '1e400' },
      { A: 'z', B: '12345678901234567890' },
    ]);
  });

  test('members that the standard does not name are kept in ext', async () => {
    const columns = [{ ...HEAD.columns[0], origin: 'CRF' }, HEAD.columns[1]];
    const { rows } = await read(json({ columns, extensions: { a: 1 } }));
    expect(rows.dataset?.[0]).toMatchObject({
      item_group_oid: '{TS',
      ext: '{"extensions":{"a":1}}',
    });
    expect(rows.variable?.[0]?.ext).toBe('{"origin":"CRF"}');
  });

  test('members may stand in any order, after the rows too', async () => {
    const text = `{"rows":[["x",1],["",null]],${JSON.stringify(HEAD).slice(1)}`;
    expect((await read(text)).rows.TS).toHaveLength(2);
    const late = json({ records: undefined }).replace(/}$/, ',"records":3,"more":"kept"}');
    expect(await refusal(late)).toContain('announces 3 rows in records and holds 2');
    const kept = await read(late.replace('"records":3', '"records":2'));
    expect(kept.rows.dataset?.[0]?.ext).toBe('{"more":"kept"}');
  });

  test('a row of another width and a row that is no list are set aside alone', async () => {
    const { rows, refused } = await read(json({ records: 4 }, '[["x"],{"A":1},[[1],2],["y",3]]'));
    expect(rows.TS).toEqual([{ A: 'y', B: '3' }]);
    expect(refused.map(({ fault }) => fault)).toEqual([
      'ragged_row',
      'malformed_row',
      'malformed_row',
    ]);
  });

  test('version 1.0: several datasets in one file', async () => {
    const items = [
      { OID: 'ITEMGROUPDATASEQ', name: 'ITEMGROUPDATASEQ', label: 'Record', type: 'integer' },
      { OID: 'IT.A', name: 'A', label: 'A', type: 'string' },
    ];
    const text = JSON.stringify({
      creationDateTime: '2023-01-01T00:00:00',
      datasetJSONVersion: '1.0.0',
      clinicalData: {
        studyOID: 'S1',
        itemGroupData: {
          'IG.DM': { records: 1, name: 'DM', label: 'Demographics', items, itemData: [[1, 'x']] },
          'IG.A.B': { records: 0, name: 'AE', label: 'Events', items, itemData: [] },
        },
      },
      referenceData: {
        itemGroupData: { 'IG.TS': { records: 1, name: 'TS', items, itemData: [[1, 'y']] } },
      },
    });
    const { rows, traits, tables } = await read(text);
    expect(traits).toMatchObject({ version: '1.0.0', study_oid: 'S1', datasets: 'DM,AE,TS' });
    expect(tables).toEqual(['DM', 'AE', 'TS', 'dataset', 'variable']);
    expect(rows.DM).toEqual([{ ITEMGROUPDATASEQ: '1', A: 'x' }]);
    expect(rows.TS).toEqual([{ ITEMGROUPDATASEQ: '1', A: 'y' }]);
    expect(rows.dataset?.map((row) => row.item_group_oid)).toEqual(['IG.DM', 'IG.A.B', 'IG.TS']);
  });

  test('no rows at all', async () => {
    expect((await read(json({ records: 0 }, '[]'))).rows.TS).toBeUndefined();
    expect((await read(JSON.stringify({ ...HEAD, records: 0 }))).rows.TS).toBeUndefined();
  });

  test('UTF-16 and UTF-8 with a byte order mark', async () => {
    const text = `\ufeff${json({}, '[["é",1],["日",2]]')}`;
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(text, 'utf16le'),
      Buffer.from(text, 'utf16le').swap16(),
    ])
      expect((await read(bytes)).rows.TS?.map((row) => row.A)).toEqual(['é', '日']);
  });

  test('5,000 columns, and a field of 10 MB', async () => {
    const columns = Array.from({ length: 5_000 }, (_, index) => ({
      itemOID: `IT.C${index}`,
      name: `COLUMN_WITH_A_LONG_NAME_${index}`,
      label: `A label of column ${index}`,
      dataType: 'integer',
    }));
    const row = JSON.stringify(columns.map((_, index) => index));
    const wide = [JSON.stringify({ ...HEAD, records: 1, columns }), row].join('\n');
    expect((await read(wide)).rows.TS?.[0]?.COLUMN_WITH_A_LONG_NAME_4999).toBe('4999');
    const field = 'x'.repeat(10_000_000);
    const { rows } = await read(json({ records: 1 }, `[["${field}",1]]`));
    expect(rows.TS?.[0]?.A).toHaveLength(10_000_000);
  });

  const column = (change: object) => ({ columns: [{ ...HEAD.columns[0], ...change }] });
  test.each([
    ['another row count', json({ records: 5 }), 'announces 5 rows in records and holds 2'],
    ['no row count', json({ records: undefined }), 'does not say in records'],
    ['a row count that is none', json({ records: -1 }), 'is no row count'],
    ['an unknown dataType', json(column({ dataType: 'money' })), 'column 1 of dataset TS (A)'],
    ['a column without a name', json(column({ name: '' })), 'has no name'],
    [
      'columns of one name',
      json({ columns: [HEAD.columns[0], { ...HEAD.columns[0], name: 'a' }] }),
      'TS.a stands twice',
    ],
    ['no columns', json({ columns: null }), 'no list of columns'],
    ['no name', json({ name: undefined }), 'the dataset has no name'],
    ['another version', json({ datasetJSONVersion: '2.0' }), 'other than 1.0 and 1.1'],
    ['no version', json({ datasetJSONVersion: undefined }), 'datasetJSONVersion is missing'],
    ['rows that are no list', json({}, '{}'), 'rows is no list'],
    ['text after the end', `${json({})}]`, 'text follows the end'],
    ['a key twice', json({}).replace(/}$/, ',"name":"TS"}'), 'a key stands twice'],
    ['a bad byte', Buffer.from(json({}).replace('"x"', '"\xe9"'), 'latin1'), 'is not UTF-8'],
  ])('%s is refused', async (_, content, words) => {
    expect(await refusal(content)).toContain(words);
  });

  test('a line that is no JSON is refused by its number, never by its text', async () => {
    const message = await refusal([JSON.stringify(HEAD), '["x",1]', '["secret",'].join('\n'));
    expect(message).toContain('in line 3');
    expect(message).not.toContain('secret');
  });
});

describe('one dataset in every form', () => {
  const dataset: Dataset = {
    name: 'LB',
    label: 'Laboratory',
    columns: [
      { name: 'USUBJID', label: 'Subject', type: 'string', length: 20, key: 1 },
      { name: 'LBSEQ', label: 'Sequence', type: 'integer', length: 8 },
      { name: 'LBSTRESN', label: 'Result', type: 'float', length: 8 },
      { name: 'LBDTC', label: 'Date', type: 'date', length: 10 },
    ],
    rows: Array.from({ length: 500 }, (_, index) => [
      `S-${index % 7}`,
      index,
      index % 5 === 0 ? null : (index * 37) / 100 - 20,
      index % 3 === 0 ? '' : '2026-03-01',
    ]),
  };
  const origin = {
    studyId: 'S1',
    originator: 'O',
    system: { name: 'N', version: '1' },
    day: dayOf('2026-03-31'),
  };

  test('JSON, NDJSON, gzip, zlib and XPORT give identical rows', async () => {
    const lines = datasetNdjson(dataset, origin);
    const forms = [
      writeDatasetJson(dataset, origin),
      lines,
      compressedDatasetJson(dataset, origin),
      gzipSync(writeDatasetJson(dataset, origin)),
      ...[1, 6, 9].map((level) => deflateSync(lines, { level })),
    ];
    const transport = await withFile('lb.xpt', writeXpt(dataset, origin.day), (path) =>
      collect(xpt, path),
    );
    const expected = transport.rows.LB?.map(({ ext: _, ...row }) => row);
    expect(expected).toHaveLength(500);
    for (const form of forms) expect((await read(form, 'lb.dsjc')).rows.LB).toEqual(expected);
  });

  test('a zlib stream that ends early is refused', async () => {
    const whole = deflateSync(datasetNdjson(dataset, origin));
    expect(await refusal(whole.subarray(0, -20))).toContain('end early or are damaged');
  });
});
