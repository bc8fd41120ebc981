import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenTools, openTools } from './open_tools.ts';
import { conformancePage, partOf, renderPage } from './page.ts';
import { portolan } from './portolan.ts';
import { isConformant, reportText } from './report.ts';
import { type Report, runScenario } from './run_scenario.ts';
import { scenarios } from './scenario.ts';
import { dbtPython } from './venv.ts';

const python = dbtPython();
if ('missing' in python) console.warn(`CONFORMANCE TESTS SKIPPED: ${python.missing}.`);

describe.skipIf('missing' in python)('dbt-ts does what dbt does', () => {
  const reports: Report[] = [];
  let tools: OpenTools;
  beforeAll(() => {
    tools = openTools('path' in python ? python.path : '');
  });
  afterAll(() => tools.close());

  test.each([...scenarios(), portolan].map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (_, scenario) => {
      const report = await runScenario(scenario, tools, tools.folder);
      reports.push(report);
      expect(isConformant(report), reportText(report)).toBe(true);
    },
    900_000,
  );

  test('docs/conformance.md says so', () => {
    const page = partOf('projects', readFileSync(conformancePage, 'utf8'));
    expect(withoutPortolan(renderPage(reports))).toBe(withoutPortolan(page));
  });
});

/** The figures of Portolan's own models move with every model. */
function withoutPortolan(page: string): string {
  return page.replace(/^\| portolan .*$/m, '');
}
