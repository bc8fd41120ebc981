import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FileOutcome, ingest } from '@portolan/ingest';

/** What becomes of real files by other producers, each tried by itself; docs/samples.md. */
export const samplesPage = fileURLToPath(new URL('../docs/samples.md', import.meta.url));

const samples = resolve(import.meta.dirname, '../../shared/samples');

const KINDS = [
  'odm',
  'dataset-json',
  'sdtm-xpt',
  'edc-secutrial',
  'e2b-r3',
  'fhir',
  'usdm',
  'ctgov',
  'erp',
  'fx-ecb',
  'ctms-edc-ops',
  'recruitment',
] as const;

interface Line {
  readonly file: string;
  readonly feed: string;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly reason: string;
}

/** The files of a folder and below, in order of their paths. */
const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A message without the file that it begins with, and without what changes from run to run. */
const reasonOf = ({ file, messages, outcome, rows_rejected }: FileOutcome): string => {
  const [first = ''] = messages;
  if (outcome === 'loaded') return '';
  const bare = first.startsWith(file) ? first.slice(file.length).replace(/^[:,]\s*/, '') : first;
  return outcome === 'partly_loaded' || rows_rejected > 0
    ? bare.replace(/; \d+ such rows? .*$|; 1 such row is .*$/, '')
    : bare;
};

const entryOf = (file: string, outcome: FileOutcome): string => {
  const name = file.split('/').at(-1) ?? file;
  return outcome.file.startsWith(name) ? outcome.file.slice(name.length) : '';
};

/** Lines of one file: loaded and refused tables each, those left alone for one reason together. */
const linesOf = (file: string, outcomes: readonly FileOutcome[]): readonly Line[] => {
  const lines: Line[] = [];
  const ignored = new Map<string, number>();
  for (const outcome of outcomes) {
    const reason = reasonOf(outcome);
    if (outcome.outcome === 'ignored') {
      ignored.set(reason, (ignored.get(reason) ?? 0) + 1);
      continue;
    }
    lines.push({
      file: `${file}${entryOf(file, outcome)}`,
      feed: outcome.feed ?? 'refused',
      read: outcome.rows_read,
      accepted: outcome.rows_accepted,
      rejected: outcome.rows_rejected,
      reason,
    });
  }
  for (const [reason, count] of ignored) {
    const many = count > 1 ? ` (${count} tables)` : '';
    lines.push({ file: `${file}${many}`, feed: '-', read: 0, accepted: 0, rejected: 0, reason });
  }
  return lines;
};

const row = ({ file, feed, read, accepted, rejected, reason }: Line): string =>
  `| ${escaped(file)} | ${feed} | ${read} | ${accepted} | ${rejected} | ${escaped(reason)} |`;

/** Tries every sample by itself and gives the page, or undefined where the samples are not at hand. */
export async function renderSamplesPage(): Promise<string | undefined> {
  const home = await mkdtemp(join(tmpdir(), 'portolan-samples-'));
  try {
    const parts: string[] = [];
    for (const kind of KINDS) {
      const files = await filesIn(join(samples, kind)).catch(() => undefined);
      if (!files) return undefined;
      const lines: Line[] = [];
      for (const path of files) {
        const { files: outcomes } = await ingest({ home, paths: [path], isTrial: true });
        lines.push(...linesOf(path.slice(samples.length + 1), outcomes));
      }
      const head =
        '| file | feed | read | accepted | rejected | reason |\n| --- | --- | ---: | ---: | ---: | --- |';
      parts.push(`## ${kind}\n\n${head}\n${lines.map(row).join('\n')}\n`);
    }
    return [
      '# What becomes of files by other producers\n',
      'Made by `node --import tsx scripts/samples-page.ts`. Each file is tried by itself with the profiles that ship; `-` is a table or file that is left alone, for the reason given. Where the files come from: `SOURCES.md` beside them.\n',
      ...parts,
    ].join('\n');
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = await renderSamplesPage();
  if (page === undefined) throw new Error(`no samples in ${samples}`);
  await writeFile(samplesPage, page);
}
