import type { FileOutcome, IngestEvent, IngestSummary } from '@portolan/ingest';
import type { Command } from 'commander';
import { invalidArgument } from '../errors.ts';
import { exitCode } from '../exit.ts';
import { homeDirectory } from '../home.ts';
import { openProgress, type Progress } from '../progress.ts';

interface Options {
  source?: string;
  receivedAt?: string;
  acceptShrink?: string;
  set: Record<string, string>;
  json?: boolean;
}

function assignment(text: string, previous: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw invalidArgument(`--set takes name=value, not "${text}".`);
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}

const counted = (count: number): string => count.toLocaleString('en-US');

function outcome(file: FileOutcome): string {
  const rows = `${counted(file.rows_accepted)} of ${counted(file.rows_read)} rows`;
  const refused = file.rows_rejected > 0 ? `, ${counted(file.rows_rejected)} in quarantine` : '';
  switch (file.outcome) {
    case 'loaded':
    case 'partly_loaded':
      return `loaded into ${file.feed ?? '-'}: ${rows}${refused}`;
    case 'already_loaded':
      return `already loaded into ${file.feed ?? '-'}: nothing changed`;
    case 'refused':
      return 'refused: nothing of it was loaded';
    case 'ignored':
      return 'ignored';
  }
}

/** Shows which file is being read. */
export function showIngest(event: IngestEvent, progress: Progress): void {
  if (event.type === 'file')
    progress.status(`Reading ${event.file} (${event.index} of ${event.total})`);
}

/** Prints what became of each file, and each message under it. */
function printFile(file: FileOutcome, progress: Progress): void {
  progress.line(`${file.file}  ${outcome(file)}`);
  for (const message of file.messages) progress.line(`  ${message}`);
}

/** Why a file is ignored, without its name. */
const reasonOf = ({ file, messages }: FileOutcome): string =>
  messages.map((message) => message.replace(file, '')).join(' ');

/** Prints what became of files; of those that are ignored for one reason, the first and how many more there are. */
export function printFiles(files: readonly FileOutcome[], progress: Progress): void {
  const alike = new Map<string, number>();
  const ignored = files.filter((file) => file.outcome === 'ignored');
  for (const file of ignored) alike.set(reasonOf(file), (alike.get(reasonOf(file)) ?? 0) + 1);
  for (const file of files) {
    const count = file.outcome === 'ignored' ? alike.get(reasonOf(file)) : 1;
    if (count === undefined) continue;
    printFile(file, progress);
    if (count > 1) progress.line(`  and ${counted(count - 1)} more for the same reason`);
    if (file.outcome === 'ignored') alike.delete(reasonOf(file));
  }
}

function closing(summary: IngestSummary): string {
  const count = (name: FileOutcome['outcome']): number =>
    summary.files.filter((file) => file.outcome === name).length;
  const loaded = count('loaded') + count('partly_loaded');
  return `${loaded} loaded, ${count('already_loaded')} already loaded, ${count('refused')} refused`;
}

/** Why a snapshot that shrank is taken; a blank is no reason, and would be recorded as one. */
export const shrinkReason = (text: string): string => {
  if (text.trim() === '')
    throw invalidArgument('--accept-shrink takes the reason why the snapshot is smaller.');
  return text;
};

/** `portolan ingest PATH...`: fails only where nothing of a file could be taken. */
export function addIngest(root: Command): void {
  root
    .command('ingest')
    .description(
      'load files, folders or zips into the lake; each file is recognised by its profile',
    )
    .argument('<path...>', 'files or folders')
    .option('--source <name>', 'the profile to use, where recognition should not choose')
    .option(
      '--received-at <time>',
      'when the delivery arrived (ISO time; default now), to back-load history',
    )
    .option('--set <name=value>', 'value of a profile constant (repeatable)', assignment, {})
    .option(
      '--accept-shrink <reason>',
      'take snapshots that lost more rows than their feeds allow, for this reason',
      shrinkReason,
    )
    .option('--json', 'print the summary as JSON')
    .action(async (paths: string[], options: Options) => {
      const { ingest } = await import('@portolan/ingest');
      const progress = openProgress();
      const summary = await ingest({
        home: homeDirectory(root.opts<{ home?: string }>().home),
        paths,
        set: options.set,
        ...(options.source === undefined ? {} : { source: options.source }),
        ...(options.receivedAt === undefined ? {} : { receivedAt: options.receivedAt }),
        ...(options.acceptShrink === undefined ? {} : { acceptShrink: options.acceptShrink }),
        onEvent: (event) => showIngest(event, progress),
      });
      progress.end();
      if (options.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
      else {
        printFiles(summary.files, progress);
        progress.line(closing(summary));
      }
      if (summary.files.some((file) => file.outcome === 'refused'))
        process.exitCode = exitCode.failed;
    });
}
