import { duplicateColumn, malformedFile, unsupportedFormat } from '../../errors.ts';
import type { FileHead, Format, RowSink, StructuredFile, TableShape } from '../reader.ts';
import type { Unpacked } from '../unpacked.ts';
import { encodingOf, textIn, type XptEncoding } from './characters.ts';
import { numberText, readIbmFloat } from './ibm-float.ts';
import { expectHeading, type Member, readMember } from './member.ts';
import { countRows, rowRuns } from './observations.ts';
import { openRecords, RECORD, type Records } from './records.ts';
import type { Variable } from './variable.ts';

/** Columns of table `dataset`: one row a member. Times stand as delivered, with a year of two digits (`31MAR26:20:00:00`). */
export const DATASET_COLUMNS = [
  'name',
  'label',
  'type',
  'records',
  'created',
  'modified',
  'ext',
] as const;

/** Columns of table `variable`: one row a variable; `position` counts from 1, `type` is `numeric` or `character`. */
export const VARIABLE_COLUMNS = [
  'dataset',
  'name',
  'label',
  'type',
  'length',
  'format',
  'informat',
  'position',
  'ext',
] as const;

/**
 * Column after a dataset's own: JSON of the special missing values of a row by variable, `{"AGE":".A"}`; called
 * `ext_missing` where the dataset has a variable EXT.
 */
const extOf = (names: readonly string[]): string =>
  names.some((name) => name.toUpperCase() === 'EXT') ? 'ext_missing' : 'ext';

interface Dataset {
  readonly member: Member;
  readonly count: number;
  readonly name: string;
  readonly names: readonly string[];
}

const LIBRARY = 'HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!';
const LIBRARY_8 = 'HEADER RECORD*******LIBV8   HEADER RECORD!!!!!!!';
const CPORT = '**COMPRESSED** **COMPRESSED**';

const firstTwice = (names: readonly string[]): string | undefined => {
  const upper = names.map((name) => name.toUpperCase());
  return names.find((_, index) => upper.indexOf(upper[index] ?? '') < index);
};

const datasetOf = (
  { member, count }: { readonly member: Member; readonly count: number },
  encoding: XptEncoding,
  label: string,
): Dataset => {
  const text = (bytes: Buffer): string => textIn(bytes, encoding, label, member.start);
  const name = text(member.name);
  const names = member.variables.map((variable) => text(variable.name));
  if (name === '' || names.includes(''))
    throw malformedFile(label, `dataset ${name || '(unnamed)'} or a variable of it has no name`);
  if (name === 'dataset' || name === 'variable')
    throw unsupportedFormat(label, `its dataset ${name} has the name of a table of descriptions`);
  const twice = firstTwice(names);
  if (twice !== undefined) throw duplicateColumn(label, `${name}.${twice}`);
  return { member, count, name, names };
};

const membersOf = async (records: Records, label: string): Promise<readonly Member[]> => {
  const members: Member[] = [];
  for (let at = 3 * RECORD; at < records.size; at = members.at(-1)?.end ?? records.size)
    members.push(await readMember(records, at, label));
  return members;
};

const writeRows = async (
  records: Records,
  { member, count, name, names }: Dataset,
  encoding: XptEncoding,
  label: string,
  sink: RowSink,
): Promise<void> => {
  const { width, variables } = member;
  let passed = member.start;
  const cellOf = (run: Buffer, at: number, { position, length, isNumeric }: Variable) => {
    const from = at + position;
    if (isNumeric) return readIbmFloat(run, from, length);
    return textIn(run.subarray(from, from + length), encoding, label, passed + from);
  };
  for await (const run of rowRuns(records, member, count)) {
    for (let at = 0; at < run.length; at += width) {
      const cells: (string | null)[] = [];
      const missing: [string, string][] = [];
      for (const [index, variable] of variables.entries()) {
        const cell = cellOf(run, at, variable);
        const isMissing = variable.isNumeric && typeof cell === 'string';
        if (isMissing && cell !== '.') missing.push([names[index] ?? '', cell]);
        cells.push(isMissing ? null : typeof cell === 'number' ? numberText(cell) : cell);
      }
      cells.push(missing.length > 0 ? JSON.stringify(Object.fromEntries(missing)) : null);
      sink.write(name, cells);
      const room = sink.room();
      if (room) await room;
    }
    passed += run.length;
  }
};

const writeMetadata = (
  { member, count, name, names }: Dataset,
  encoding: XptEncoding,
  label: string,
  sink: RowSink,
): void => {
  const text = (bytes: Buffer): string => textIn(bytes, encoding, label, member.start);
  const { created, modified } = member;
  const kind = text(member.type);
  sink.write('dataset', [name, text(member.label), kind, String(count), created, modified, null]);
  for (const [index, variable] of member.variables.entries())
    sink.write('variable', [
      name,
      names[index],
      text(variable.label),
      variable.isNumeric ? 'numeric' : 'character',
      String(variable.length),
      text(variable.format),
      text(variable.informat),
      String(variable.ordinal),
      null,
    ]);
};

const traitsOf = async (
  records: Records,
  version: string,
  datasets: readonly Dataset[],
  encoding: XptEncoding,
): Promise<Readonly<Record<string, string>>> => {
  const real = (await records.bytes(RECORD, 2 * RECORD)).toString('latin1');
  return {
    version,
    encoding,
    sas_version: real.slice(24, 32).trim(),
    operating_system: real.slice(32, 40).trim(),
    created: real.slice(64, 80).trim(),
    modified: real.slice(80, 96).trim(),
    year_digits: '2',
    datasets: datasets.map(({ name }) => name).join(','),
  };
};

const open = async ({ path, label }: Unpacked, head: FileHead): Promise<StructuredFile> => {
  if (head.text.startsWith(CPORT))
    throw unsupportedFormat(
      label,
      'a file of PROC CPORT, which only SAS reads; write it with the XPORT engine',
    );
  const records = await openRecords(path, label);
  try {
    const library = await expectHeading(records, 0, ['LIBRARY', 'LIBV8'], label);
    const members: { readonly member: Member; readonly count: number }[] = [];
    for (const member of await membersOf(records, label))
      members.push({ member, count: await countRows(records, member, label) });
    if (members.length === 0) throw malformedFile(label, 'the transport file holds no dataset');
    const encoding = await encodingOf(records, members);
    const datasets = members.map((each) => datasetOf(each, encoding, label));
    const twice = firstTwice(datasets.map(({ name }) => name));
    if (twice !== undefined)
      throw malformedFile(label, `dataset ${twice} stands twice in the transport file`);
    const tables: readonly TableShape[] = [
      ...datasets.map(({ name, names }) => ({ name, columns: [...names, extOf(names)] })),
      { name: 'dataset', columns: DATASET_COLUMNS },
      { name: 'variable', columns: VARIABLE_COLUMNS },
    ];
    const version = library.kind === 'LIBV8' ? '8' : '5';
    return {
      format: 'xpt',
      traits: await traitsOf(records, version, datasets, encoding),
      tables,
      read: async (sink) => {
        const again = await openRecords(path, label);
        try {
          for (const dataset of datasets) {
            writeMetadata(dataset, encoding, label, sink);
            await writeRows(again, dataset, encoding, label, sink);
          }
        } finally {
          await again.close();
        }
      },
    };
  } finally {
    await records.close();
  }
};

/**
 * SAS transport files of version 5 (TS-140) and 8/9: one table a dataset, of the dataset's name, its columns the variables
 * and `ext`; and the tables `dataset` and `variable`. Numbers are exact to the double; dates stay SAS numbers (days or
 * seconds since 1960-01-01), which `variable.format` tells apart.
 */
export const xpt: Format = {
  name: 'xpt',
  claims: ({ bytes }) => {
    const start = bytes.subarray(0, RECORD).toString('latin1');
    return [LIBRARY, LIBRARY_8, CPORT].some((mark) => start.startsWith(mark));
  },
  open,
};
