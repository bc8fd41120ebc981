import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDoor } from '@portolan/query';
import { type Answer, compare } from './comparison.ts';

/**
 * `node --import tsx test/models/truth/main.ts --home FOLDER --portfolio FOLDER [--show N] [METRIC...]`: compares the
 * published build of a home with the right answers of the portfolio that was loaded into it. METRIC is a code or name
 * of the answers, or how one begins; without any, all are compared.
 */
const { values, positionals } = parseArgs({
  options: {
    home: { type: 'string', default: '.portolan' },
    portfolio: { type: 'string', default: '' },
    show: { type: 'string', default: '3' },
  },
  allowPositionals: true,
});
const text = await readFile(join(values.portfolio, 'truth/metrics.json'), 'utf8');
const answers = (JSON.parse(text) as Answer[]).filter(
  ({ metric }) => positionals.length === 0 || positionals.some((one) => metric.startsWith(one)),
);
const door = await openDoor(values.home);
try {
  const { verdicts, leftOut } = await compare(door, answers);
  for (const { metric, equal, different } of verdicts) {
    process.stdout.write(`${metric}: ${equal} equal, ${different.length} different\n`);
    for (const line of different.slice(0, Number(values.show)))
      process.stdout.write(`    ${line}\n`);
  }
  const right = verdicts.filter(({ different }) => different.length === 0);
  process.stdout.write(
    `${right.length} of ${verdicts.length} metrics equal; not compared: ${leftOut.join('; ') || 'none'}\n`,
  );
} finally {
  await door.close();
}
