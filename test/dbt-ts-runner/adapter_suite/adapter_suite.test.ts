import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { conformancePage, partOf } from '../conformance/page.ts';
import { dbtPython } from '../conformance/venv.ts';
import { duckdb } from './databases.ts';
import { knownReasons, surprisesIn } from './known.ts';
import { runSuite } from './run_suite.ts';
import { surprisesText } from './surprises_text.ts';

/** Some of each group, for the whole takes minutes: `npm run test:adapter-suite`. */
const keyword = [
  ...['BaseAliases', 'GenericTests', 'DocsGenReferences', 'HookRefs', 'ConstraintsRollback'],
  ...[
    'ShowLimit',
    'EmptySeedFlag',
    'IncrementalPredicates',
    'MacroQueryComments',
    'SimpleCopyBase',
  ],
  ...[
    'FullRefreshOff',
    'UniqueDelimiter',
    'SnapshotCheckCols',
    'NewRecordTimestamp',
    'Insensivity',
  ],
  ...['AsInteractions', 'DateSpine', 'Listagg', 'TypeFloat'],
].join(' or ');

const python = dbtPython();
if ('missing' in python) console.warn(`ADAPTER SUITE SKIPPED: ${python.missing}.`);

describe.skipIf('missing' in python)("dbt's adapter suite through dbt-ts", () => {
  test('fails only where failures.yml says why', async () => {
    const path = 'path' in python ? python.path : '';
    const results = await runSuite({ python: path, database: duckdb, keyword });
    const ran = results.filter(({ cases }) => cases > 0);
    const { unexplained } = surprisesIn(ran, knownReasons());
    expect(surprisesText({ unexplained, stale: [] })).toBe('');
    expect(ran.length).toBeGreaterThan(15);
  }, 900_000);

  test('docs/conformance.md tells every reason', () => {
    const page = partOf('suite', readFileSync(conformancePage, 'utf8'));
    expect(knownReasons().filter(({ reason }) => !page.includes(`- ${reason} \``))).toEqual([]);
  });
});
