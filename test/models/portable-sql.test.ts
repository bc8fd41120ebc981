import { expect, test } from 'vitest';
import { modelFiles, readModel } from './project.ts';

/** What only DuckDB understands, or understands in its own way. */
const dialect: Readonly<Record<string, RegExp>> = {
  'group by all': /\b(group|order)\s+by\s+all\b/i,
  qualify: /\bqualify\b/i,
  'star with exclude, replace or columns': /\*\s*(exclude|replace)\b|\bcolumns\s*\(/i,
  'from first': /^\s*from\b[^;]*$(?![\s\S]*\bselect\b)/i,
  'double colon cast': /::/,
  'integer division': /\/\//,
  'list or struct literal': /\b(list|struct_pack|list_value|unnest)\s*\(/i,
  arg_max: /\b(arg_max|arg_min|max_by|min_by)\s*\(/i,
  'filter (where': /\bfilter\s*\(\s*where/i,
  'date_diff or strftime': /\b(date_diff|datediff|strftime|strptime|epoch_ms)\s*\(/i,
  ilike: /\bilike\b/i,
  'trim with two arguments': /\b[lr]?trim\s*\([^()]*,/i,
  'asof or positional join': /\b(asof|positional)\s+join\b/i,
  pivot: /\b(un)?pivot\b/i,
  sample: /\busing\s+sample\b/i,
  'reading files': /\bread_(csv|parquet|json)\w*\s*\(/i,
  try_cast: /\btry_cast\s*\(/i,
  'interval arithmetic': /\binterval\s+'/i,
  'floating point': /\b(double|float|real)\b/i,
  'quoted identifier': /(?<![\w'\\(=])"[A-Za-z_]+"(?!\s*[~),'])/,
};

const withoutComments = (sql: string): string =>
  sql.replace(/\{#[\s\S]*?#\}/g, '').replace(/--.*$/gm, '');

/** Jinja is not SQL: its strings may hold quotes, its maps braces. */
const withoutJinja = (sql: string): string =>
  sql.replace(/\{%[\s\S]*?%\}/g, ' ').replace(/\{\{[\s\S]*?\}\}/g, ' ');

const faultsOf = (sql: string, allowed: readonly string[] = []): string[] =>
  Object.entries(dialect)
    .filter(([name, pattern]) => !allowed.includes(name) && pattern.test(sql))
    .map(([name]) => name);

test('models and tests keep to portable SQL', async () => {
  const files = (await modelFiles('.sql')).filter((file) => !file.startsWith('macros/'));
  const faults = await Promise.all(
    files.map(async (file) => [
      file,
      faultsOf(withoutJinja(withoutComments(await readModel(file)))),
    ]),
  );
  expect(faults.filter(([, found]) => found?.length)).toEqual([]);
});

test('macros leave the dialect to their duckdb__ forms', async () => {
  const files = (await modelFiles('.sql')).filter((file) => file.startsWith('macros/'));
  const faults = await Promise.all(
    files.map(async (file) => {
      const shared = withoutComments(await readModel(file)).replace(
        /\{%-?\s*macro duckdb__[\s\S]*?endmacro\s*-?%\}/g,
        '',
      );
      // Ratios of counts and rates pass through a double; money never does.
      const allowed = file === 'macros/numbers.sql' ? ['floating point'] : [];
      const sql = withoutJinja(shared.replace(/\{\{ (dbt|return)[\s\S]*?\}\}/g, ' '));
      return [file, faultsOf(sql, allowed)];
    }),
  );
  expect(faults.filter(([, found]) => found?.length)).toEqual([]);
});

test('the rules catch what they name', () => {
  expect(faultsOf('select a::int from t group by all')).toEqual([
    'group by all',
    'double colon cast',
  ]);
  expect(faultsOf('select count(*) filter (where b) from t')).toEqual(['filter (where']);
  expect(faultsOf('select cast(a as double precision), "Mixed" from t')).toEqual([
    'floating point',
    'quoted identifier',
  ]);
});
