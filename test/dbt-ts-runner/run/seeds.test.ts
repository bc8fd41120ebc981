import { describe, expect, test } from 'vitest';
import { messages, openFiles } from '../support/project_folder.ts';

const columns = `select column_name, data_type from information_schema.columns
  where table_name = 'seeded' order by ordinal_position`;

describe('seeds', () => {
  test('types follow the values; empty fields are null', async () => {
    const { build, rows } = await openFiles({
      'seeds/seeded.csv': [
        'n,big,amount,day,moment,flag,code,words,nothing',
        '1,12345678901,1.5,2024-01-01,2024-01-01 10:00:00,true,007x,"a, ""b""",',
        '2,,2,,,false,1,"two\nlines",',
      ].join('\n'),
    });
    expect(await build()).toEqual({ seeded: 'success' });
    expect(await rows(columns)).toEqual([
      ['n', 'INTEGER'],
      ['big', 'BIGINT'],
      ['amount', 'DOUBLE'],
      ['day', 'DATE'],
      ['moment', 'TIMESTAMP'],
      ['flag', 'BOOLEAN'],
      ['code', 'VARCHAR'],
      ['words', 'VARCHAR'],
      ['nothing', 'INTEGER'],
    ]);
    expect(await rows('select n, big, words, day from seeded order by n')).toEqual([
      [1, '12345678901', 'a, "b"', '2024-01-01'],
      [2, null, 'two\nlines', null],
    ]);
  });

  test('times are one way of writing in a column, and the word null is a text among texts', async () => {
    const { build, rows } = await openFiles({
      'seeds/seeded.csv': [
        'zoned,mixed,short,words,share',
        '2024-01-31T10:20:30Z,2024-01-31,2024-1-5,null,nan',
        '2024-01-31T10:20:30.5+02:00,2024-01-31 10:00:00,,none,1.5',
      ].join('\n'),
    });
    await build();
    expect((await rows(columns)).map(([, type]) => type)).toEqual([
      'TIMESTAMP',
      'VARCHAR',
      'DATE',
      'VARCHAR',
      'DOUBLE',
    ]);
    expect(await rows('select words from seeded order by all')).toEqual([['none'], ['null']]);
  });

  test('column_types, delimiter, alias and schema are configs', async () => {
    const { build, rows } = await openFiles({
      'seeds/codes.csv': 'code;name\n007;Bond\n',
      'seeds/codes.yml':
        'seeds: [{name: codes, config: {alias: seeded, schema: ref, delimiter: ";", column_types: {code: varchar(3)}}}]',
    });
    await build();
    expect(await rows(columns)).toEqual([
      ['code', 'VARCHAR'],
      ['name', 'VARCHAR'],
    ]);
    expect(await rows('select * from main_ref.seeded')).toEqual([['007', 'Bond']]);
  });

  test('more rows than one statement takes', async () => {
    const lines = Array.from({ length: 12_000 }, (_, index) => `${index},x`);
    const { build, rows } = await openFiles({
      'seeds/seeded.csv': `n,label\n${lines.join('\n')}\n`,
    });
    expect(await build()).toEqual({ seeded: 'success' });
    expect(await rows('select count(*), sum(n) from seeded')).toEqual([['12000', '71994000']]);
  });

  test('a ragged row names its line', async () => {
    const { project } = await openFiles({ 'seeds/seeded.csv': 'a,b\n1,2\n3\n' });
    expect(messages(await project.seed().finished()).seeded).toBe(
      'seeds/seeded.csv:3: This is not a readable CSV file: the row has 1 fields where the header has 2. Correct it.',
    );
  });

  test('configured types are cast as the database casts texts', async () => {
    const { build, rows } = await openFiles({
      'seeds/seeded.csv': [
        'zoned,gap,list,rounded,exact',
        '2024-01-01 10:00:00+02,1 day,"[1, 2]",1.5,1.239',
        ',,,,',
      ].join('\n'),
      'seeds/seeded.yml': `
seeds:
  - name: seeded
    config:
      column_types: {zoned: timestamptz, gap: interval, list: 'integer[]', rounded: integer, exact: 'decimal(10, 2)'}
`,
    });
    expect(await build()).toEqual({ seeded: 'success' });
    expect(
      await rows(
        'select epoch(zoned), gap::text, list::text, rounded, exact::text from seeded where rounded is not null',
      ),
    ).toEqual([[1704096000, '1 day', '[1, 2]', 2, '1.24']]);
  });

  test('a value that the configured type cannot hold is told', async () => {
    const { project } = await openFiles({
      'seeds/seeded.csv': 'n\n1\nmany\n',
      'seeds/seeded.yml': 'seeds: [{name: seeded, config: {column_types: {n: integer}}}]',
    });
    const { seeded } = messages(await project.seed().finished());
    expect(seeded).toContain("Could not convert string 'many' to INT32");
  });
});
