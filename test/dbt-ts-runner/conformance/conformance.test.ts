import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenTools, openTools } from './open_tools.ts';
import { conformancePage, renderPage } from './page.ts';
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

  test.each(scenarios().map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (_, scenario) => {
      const report = await runScenario(scenario, tools, tools.folder);
      reports.push(report);
      expect(isConformant(report), reportText(report)).toBe(true);
    },
    180_000,
  );

  test('docs/conformance.md says so', () => {
    expect(renderPage(reports)).toBe(readFileSync(conformancePage, 'utf8'));
  });
});
