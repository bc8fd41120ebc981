/**
 * Holds dbt-ts against dbt on all projects, or on those named, and tells the differences; ends
 * with 1 where there are any. `--write` also writes docs/conformance.md.
 */
import { type OpenTools, openTools } from './open_tools.ts';
import { renderPage, writePart, writeTotals } from './page.ts';
import { portolan } from './portolan.ts';
import { isConformant, reportText } from './report.ts';
import { type Report, runScenario } from './run_scenario.ts';
import { scenarios } from './scenario.ts';
import { dbtPython } from './venv.ts';

const names = process.argv.slice(2).filter((name) => name !== '--write');
const python = dbtPython();
if ('missing' in python) {
  console.log(`CONFORMANCE TESTS SKIPPED: ${python.missing}.`);
} else {
  const tools = openTools(python.path);
  const reports = await runAll(tools).finally(() => tools.close());
  if (!reports.every(isConformant)) process.exitCode = 1;
  if (process.argv.includes('--write')) {
    writePart('projects', renderPage(reports));
    writeTotals(reports);
  }
}

async function runAll(tools: OpenTools): Promise<Report[]> {
  const reports: Report[] = [];
  for (const scenario of [...scenarios(), portolan]) {
    if (names.length > 0 && !names.includes(scenario.name)) continue;
    const started = performance.now();
    const report = await runScenario(scenario, tools, tools.folder);
    const seconds = (performance.now() - started) / 1000;
    console.log(`${reportText(report)} in ${seconds.toFixed(1)}s`);
    reports.push(report);
  }
  return reports;
}
