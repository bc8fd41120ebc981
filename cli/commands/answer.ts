import type { Filter, QueryRequest, Stamp } from '@portolan/query';
import type { Command } from 'commander';
import { invalidArgument } from '../errors.ts';
import { homeDirectory } from '../home.ts';
import { operator } from '../operator.ts';
import { write } from '../output.ts';
import { renderTable } from '../table.ts';

/** What every request to the query door may say. */
export interface AnswerOptions {
  where: Filter[];
  order?: string;
  limit?: string;
  format: string;
  json?: boolean;
  role?: string;
  build?: string;
}

/** The parts of a list with commas. */
export const list = (text?: string): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `study=A,B`, `month>=2026-01`, `country!=DE`. */
export function parseFilter(text: string): Filter {
  const match = /^([a-z_][a-z0-9_]*)\s*(!=|>=|<=|=|>|<)\s*(.*)$/i.exec(text);
  const [, dimension = '', op = '', rest = ''] = match ?? [];
  if (!match) throw invalidArgument(`--where takes dimension=value[,value], not "${text}".`);
  const values = list(rest);
  if (op === '=') return { dimension, op: 'in', values };
  if (op === '!=') return { dimension, op: 'not_in', values };
  return { dimension, op: op as Filter['op'], values };
}

/** `study,-month`: a leading minus sorts descending. */
export function order(text?: string): { column: string; desc: boolean }[] {
  return list(text).map((part) =>
    part.startsWith('-') ? { column: part.slice(1), desc: true } : { column: part, desc: false },
  );
}

/** What the numbers are: said beside them, so that a copied line can be traced. */
function describeStamp({ build_id, data_as_of, definitions_version, viewer }: Stamp): string {
  return `Data as of ${data_as_of}, build ${build_id}, definitions ${definitions_version}, as ${viewer.role}`;
}

export function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw invalidArgument(`${option} takes a number of rows, not "${text}".`);
  return Number(text);
}

const formats = ['table', 'csv', 'json', 'arrow'];

export const addAnswerOptions = (command: Command): Command =>
  command
    .option(
      '--where <filter>',
      'e.g. study=AA-001,AA-002 or month>=2026-01 (repeatable)',
      (text: string, previous: Filter[]) => [...previous, parseFilter(text)],
      [],
    )
    .option('--order <columns>', 'comma-separated; a leading - sorts descending')
    .option('--limit <rows>', 'at most this many rows')
    .option('--format <name>', formats.join(' | '), 'table')
    .option('--json', 'the same as --format json')
    .option('--build <id>', 'a kept build (default: the published one)')
    .option('--role <name>', 'answer as this role sees it (default: $PORTOLAN_ROLE, else finance)');

/** Answers a request on standard output, in the format asked for, and says on the other what it is made of. */
export async function answer(
  root: Command,
  request: QueryRequest,
  options: AnswerOptions,
): Promise<void> {
  const format = options.json ? 'json' : options.format;
  if (!formats.includes(format))
    throw invalidArgument(`--format is one of ${formats.join(', ')}, not "${format}".`);
  const { openDoor, reasonSuffix } = await import('@portolan/query');
  const door = await openDoor(homeDirectory(root.opts<{ home?: string }>().home), {
    ...(options.build === undefined ? {} : { build: options.build }),
  });
  try {
    const result = await door.query(request, await operator(options.role));
    if (format === 'arrow') for await (const part of result.toArrow()) await write(part);
    else if (format === 'json') await write(`${await result.toJson()}\n`);
    else if (format === 'csv') await write(await result.toCsv());
    else await write(renderTable(result.columns, await result.rows(), reasonSuffix));
    process.stderr.write(`${describeStamp(result.stamp)}\n`);
  } finally {
    await door.close();
  }
}
