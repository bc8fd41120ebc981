import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { FORMATS } from '../../ingest/formats/formats.ts';
import { containerOf, isParquet } from '../../ingest/formats/magic.ts';
import { workbookOf } from '../ingest/formats/xlsx/build.ts';
import { versionEight } from '../ingest/formats/xpt/build.ts';
import { siteCsv } from '../ingest/home.ts';

/** Every kind of file that ingest reads; a corpus that lacks one proves nothing of it. */
export const KINDS = [
  'csv',
  'tsv',
  'json',
  'ndjson',
  'parquet',
  'gzip csv',
  'zlib csv',
  'zip',
  'zip xlsx',
  'ctgov json',
  'dataset-json json',
  'dataset-json ndjson',
  'gzip dataset-json ndjson',
  'e2b xml',
  'ecb csv',
  'ecb xml',
  'etmf xml',
  'fhir json',
  'fhir ndjson',
  'fhir xml',
  'odm 1 xml',
  'odm 2 xml',
  'usdm json',
  'xpt 5',
  'xpt 8',
] as const;

export type Kind = (typeof KINDS)[number];

/** Files of each kind that are small enough to be damaged many times. */
export type Corpus = ReadonlyMap<Kind, readonly string[]>;

const LARGEST = 1_500_000;

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).size <= LARGEST)
    .sort();

const versionOf = (format: string, text: string): string => {
  if (format === 'odm') return /odm\/v2|ODMVersion="2/i.test(text) ? ' 2' : ' 1';
  if (format === 'xpt') return text.includes('LIBV8') ? ' 8' : ' 5';
  return '';
};

const plainKind = (bytes: Buffer, name: string): string => {
  if (isParquet(bytes)) return 'parquet';
  const head = bytes.subarray(0, 2 ** 18);
  const text = head.toString();
  const format = FORMATS.find((one) => one.claims({ name, bytes: head, text }))?.name;
  const start = text.replace(/^\ufeff/, '').trimStart();
  const isLines = /\.(ndjson|jsonl|dsjc)$/i.test(name);
  const syntax = start.startsWith('<')
    ? 'xml'
    : isLines
      ? 'ndjson'
      : /^[[{]/.test(start)
        ? 'json'
        : '';
  if (format) return `${format}${versionOf(format, text)} ${format === 'xpt' ? '' : syntax}`.trim();
  if (/eurofxref.*\.csv$/i.test(name)) return 'ecb csv';
  const [first = ''] = text.split('\n');
  return syntax || (first.split('\t').length > first.split(',').length ? 'tsv' : 'csv');
};

const kindOf = (bytes: Buffer, name: string): string => {
  const container = containerOf(bytes.subarray(0, 4_096));
  if (container === 'gzip')
    return `gzip ${plainKind(gunzipSync(bytes), name.replace(/\.gz$/i, ''))}`;
  if (container === 'zlib') return `zlib ${plainKind(inflateSync(bytes), name)}`;
  if (container === 'zip') return bytes.includes('xl/workbook.xml') ? 'zip xlsx' : 'zip';
  return plainKind(bytes, name);
};

const SUBJECT =
  '<ResearchSubject xmlns="http://hl7.org/fhir"><id value="s1"/><identifier><value value="1001"/></identifier><status value="candidate"/><period><start value="2026-01-05"/></period><study><reference value="ResearchStudy/x"/></study><individual><reference value="Patient/p1"/></individual></ResearchSubject>';

const ODM_2 =
  '<ODM xmlns="http://www.cdisc.org/ns/odm/v2.0" ODMVersion="2.0" FileType="Snapshot" Granularity="All" FileOID="f" CreationDateTime="2026-01-05T00:00:00Z"><ClinicalData StudyOID="X" MetaDataVersionOID="1"><SubjectData SubjectKey="1001"><SiteRef LocationOID="10"/><StudyEventData StudyEventOID="V1" StudyEventRepeatKey="1"><ItemGroupData ItemGroupOID="DM"><ItemData ItemOID="AGE"><Value>54</Value></ItemData></ItemGroupData></StudyEventData></SubjectData></ClinicalData></ODM>';

const SITES = siteCsv(
  ...Array.from({ length: 40 }, (_, row) => `X-${row},${row},r${row},P,2026-01-05,DE`),
);

/** Files of the kinds that portfolios and samples may lack. */
const build = (folder: string): readonly string[] => {
  const cells = (line: string, row: number): string =>
    `<row r="${row + 1}">${line
      .split(',')
      .map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`)
      .join('')}</row>`;
  const [header = '', ...rows] = SITES.trimEnd().split('\n');
  const names = header.split(',');
  const objects = rows.map((row) =>
    Object.fromEntries(row.split(',').map((cell, at) => [names[at], cell])),
  );
  const sheet = SITES.trimEnd().split('\n').map(cells).join('');
  const files: Record<string, Uint8Array> = {
    'sites.json': strToU8(JSON.stringify(objects)),
    'subject.xml': strToU8(SUBJECT),
    'snapshot.xml': strToU8(ODM_2),
    'sites.csv.gz': gzipSync(SITES),
    'sites.csv.z': deflateSync(SITES),
    'sites.zip': zipSync({ 'sites.csv': strToU8(SITES), 'in/more.csv': strToU8(SITES) }),
    'sites.xlsx': workbookOf({ sheets: [{ name: 'Sites', rows: sheet }] }),
    'dm.xpt': versionEight('LABELV9', Buffer.from('S-01S-02S-03S-04'.padEnd(80)), 4),
  };
  mkdirSync(folder, { recursive: true });
  return Object.entries(files).map(([name, bytes]) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  });
};

/** Sorts files under folders into their kinds; what the folders lack is built under `scratch`. */
export const corpusOf = (folders: readonly string[], scratch: string): Corpus => {
  const corpus = new Map<Kind, string[]>(KINDS.map((kind) => [kind, []]));
  const files = [...folders.flatMap(filesUnder), ...build(scratch)];
  for (const path of files) {
    const kind = kindOf(readFileSync(path), basename(path));
    const known = KINDS.find((one) => one === kind);
    if (known) corpus.get(known)?.push(path);
  }
  return corpus;
};
