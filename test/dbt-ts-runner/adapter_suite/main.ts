/**
 * Runs dbt-tests-adapter through dbt-ts and tells what fails; ends with 1 where that is not what
 * failures.yml says. `--write` also writes the suite's part of docs/conformance.md; `--on=duckdb`
 * leaves PostgreSQL out; other arguments are a pytest keyword.
 */
import { writePart } from '../conformance/page.ts';
import { dbtPython } from '../conformance/venv.ts';
import { openDatabases } from './databases.ts';
import { knownReasons, surprisesIn } from './known.ts';
import { type FunctionResult, isPassed, runSuite } from './run_suite.ts';
import { renderSuite } from './suite_page.ts';
import { surprisesText } from './surprises_text.ts';

const options = process.argv.slice(2);
const keyword = options.filter((option) => !option.startsWith('--')).join(' ');
const python = dbtPython();
if ('missing' in python) {
  console.log(`ADAPTER SUITE SKIPPED: ${python.missing}.`);
} else {
  const results = await runAll(python.path);
  const ran = results.filter(({ cases }) => cases > 0);
  if (keyword !== '') tellFailures(ran);
  else judge(results);
  for (const database of new Set(ran.map((result) => result.database))) {
    const own = ran.filter((result) => result.database === database);
    console.log(`${database}: ${own.filter(isPassed).length} of ${own.length} functions passed`);
  }
}

async function runAll(path: string): Promise<FunctionResult[]> {
  const databases = await openDatabases();
  const chosen = databases.filter(
    ({ name }) =>
      !options.some((option) => option.startsWith('--on=') && option !== `--on=${name}`),
  );
  try {
    const runs = chosen.map((database) => runSuite({ python: path, database, keyword }));
    return (await Promise.all(runs)).flat();
  } finally {
    await Promise.all(databases.map((database) => database.stop()));
  }
}

function tellFailures(results: readonly FunctionResult[]): void {
  for (const { database, failures } of results) {
    for (const failure of failures) console.log(`${database} ${failure.case}\n${failure.detail}\n`);
  }
}

function judge(results: readonly FunctionResult[]): void {
  const reasons = knownReasons();
  const text = surprisesText(surprisesIn(results, reasons));
  if (text !== '') {
    console.log(text);
    process.exitCode = 1;
  }
  if (options.includes('--write')) writePart('suite', renderSuite(results, reasons));
}
