import type { Difference } from '@portolan/warehouse';
import type { Command } from 'commander';
import { homeDirectory } from '../home.ts';
import { wholeNumber } from '../number.ts';
import { operator } from '../operator.ts';
import { write } from '../output.ts';
import { renderTable } from '../table.ts';

interface Options {
  limit: number;
  metric?: string[];
  study?: string[];
  role?: string;
  json?: boolean;
}

const list = (text: string): string[] => text.split(',').map((part) => part.trim());

const columns = (...names: string[]) => names.map((name) => ({ name, type: 'VARCHAR' }));

function describeValues({ values }: Difference, limit: number): string {
  const rows = values
    .slice(0, limit)
    .map(({ metric, at: { study = null, month, ...rest }, was, is }) => ({
      metric,
      study,
      month: month === undefined ? null : String(month).slice(0, 7),
      of: Object.values(rest).join(', ') || null,
      was,
      is,
    }));
  return renderTable(columns('metric', 'study', 'month', 'of', 'was', 'is'), rows);
}

type Line = Readonly<Record<string, string | number | null>>;

function linesOf({ causes, ...one }: Difference['marts'][number]): Line[] {
  const { mart, study, added, removed, changed } = one;
  const row = { mart, study, added, removed, changed };
  if (causes.length === 0) return [row];
  return causes.map(({ feed, load_id, row_numbers, rows }, index) => {
    const more = rows > row_numbers.length ? `, ... (${rows})` : '';
    const cause = { feed, load: load_id, rows: `${row_numbers.join(', ')}${more}` };
    return index === 0 ? { ...row, ...cause } : { mart: '', study: '', ...cause };
  });
}

function describeRows({ marts }: Difference, limit: number): string {
  const names = ['mart', 'study', 'added', 'removed', 'changed', 'feed', 'load', 'rows'];
  return renderTable(columns(...names), marts.flatMap(linesOf).slice(0, limit));
}

/** What `portolan diff` prints: restated values, then the rows of marts and of deliveries behind them. */
export function describeDifference(difference: Difference, limit: number): string {
  const { before, after, as_of, values, loads } = difference;
  const head = `${values.length} values as of ${as_of} differ between ${before} and ${after}; ${loads.added} loads came, ${loads.removed} went.`;
  if (values.length === 0) return `${head}\n`;
  const more = values.length > limit ? `... and ${values.length - limit} more: see --json\n` : '';
  return `${head}\n\n${describeValues(difference, limit)}${more}\n${describeRows(difference, limit)}`;
}

/** `portolan diff BUILD BUILD`. */
export function addDiff(root: Command): void {
  root
    .command('diff')
    .description(
      'list values that a later build tells otherwise than an earlier one, with the rows that caused it',
    )
    .argument('<before>', 'id of a kept build')
    .argument('<after>', 'id of another')
    .option('--metric <names>', 'only these metrics, comma-separated', list)
    .option('--study <ids>', 'only these studies, comma-separated', list)
    .option(
      '--limit <rows>',
      'print at most this many lines of each list',
      wholeNumber('--limit'),
      50,
    )
    .option('--role <name>', 'as this role sees it (default: $PORTOLAN_ROLE, else finance)')
    .option('--json', 'print all of it as JSON')
    .action(async (before: string, after: string, options: Options) => {
      const { difference } = await import('@portolan/warehouse');
      const home = homeDirectory(root.opts<{ home?: string }>().home);
      const { metric: metrics, study: studies } = options;
      const viewer = await operator(options.role);
      const found = await difference(home, [before, after], viewer, { metrics, studies });
      if (options.json) await write(`${JSON.stringify(found, null, 2)}\n`);
      else await write(describeDifference(found, options.limit));
    });
}
