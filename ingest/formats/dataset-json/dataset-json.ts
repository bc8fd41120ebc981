import { malformedFile, unsupportedFormat } from '../../errors.ts';
import { markedEncoding } from '../encoding.ts';
import { outlineOf } from '../json-outline.ts';
import { cellText, isObject, type Json, type JsonObject, writeJson } from '../json-tree.ts';
import type { FileHead, Format, RowSink, StructuredFile } from '../reader.ts';
import type { Unpacked } from '../unpacked.ts';
import { type DatasetEvent, eventsOf, layoutOf } from './events.ts';
import { DATASET_COLUMNS, type Dataset, describe, VARIABLE_COLUMNS } from './metadata.ts';

/** Members seen so far, of the file and by dataset. */
interface Seen {
  readonly file: JsonObject;
  readonly datasets: Map<string, JsonObject>;
}

const newSeen = (): Seen => ({ file: new Map(), datasets: new Map() });

const isNothing = (value: Json): boolean =>
  value === null || (Array.isArray(value) && value.length === 0);

const hold = ({ file, datasets }: Seen, event: DatasetEvent, label: string): void => {
  if (event.kind === 'row') {
    if (!datasets.has(event.group)) datasets.set(event.group, new Map());
  } else if (event.kind === 'dataset') {
    const members = datasets.get(event.group) ?? new Map<string, Json>();
    members.set(event.key, event.value);
    datasets.set(event.group, members);
  } else if (event.key === 'rows') {
    if (!isNothing(event.value)) throw malformedFile(label, 'rows is no list of rows');
  } else file.set(event.key, event.value);
};

const checkVersion = (file: JsonObject, label: string): string | undefined => {
  const version = file.get('datasetJSONVersion');
  if (version === undefined) return undefined;
  const text = cellText(version) ?? '';
  if (!/^1\.[01](\.\d+)*$/.test(text))
    throw unsupportedFormat(label, 'Dataset-JSON of a version other than 1.0 and 1.1');
  return text;
};

/** Every dataset that has been described; one that never had rows or members of its own is the file itself. */
const describeAll = ({ file, datasets }: Seen, label: string): ReadonlyMap<string, Dataset> => {
  const groups = datasets.size > 0 ? [...datasets] : [['', new Map<string, Json>()] as const];
  return new Map(
    groups.map(([group, dataset]) => [group, describe({ file, dataset, group }, label)]),
  );
};

const isKnown = ({ file }: Seen): boolean =>
  ['datasetJSONVersion', 'name', 'columns'].every((key) => file.has(key));

const isScalar = (value: Json): boolean => !Array.isArray(value) && !isObject(value);

const writeRow = (dataset: Dataset, value: Json, sink: RowSink): void => {
  if (!Array.isArray(value) || !value.every(isScalar))
    sink.refuse(dataset.name, 'malformed_row', writeJson(value));
  else if (value.length !== dataset.columns.length)
    sink.refuse(dataset.name, 'ragged_row', writeJson(value));
  else sink.write(dataset.name, value.map(cellText));
};

const checkCounts = (
  datasets: ReadonlyMap<string, Dataset>,
  counts: ReadonlyMap<string, number>,
  label: string,
): void => {
  for (const [group, { name, records }] of datasets) {
    const count = counts.get(group) ?? 0;
    if (records === undefined)
      throw malformedFile(label, `dataset ${name} does not say in records how many rows it has`);
    if (records !== count)
      throw malformedFile(
        label,
        `dataset ${name} announces ${records} rows in records and holds ${count}`,
      );
  }
};

const traitsOf = (
  seen: Seen,
  datasets: ReadonlyMap<string, Dataset>,
  fixed: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const [first] = datasets.values();
  const described = ['study_oid', 'originator', 'source_system', 'source_system_version'] as const;
  const found = described.flatMap((name) => {
    const value = first?.row[DATASET_COLUMNS.indexOf(name)];
    return value ? [[name, value] as const] : [];
  });
  const version = cellText(seen.file.get('datasetJSONVersion')) ?? '';
  return {
    version,
    ...fixed,
    ...Object.fromEntries(found),
    datasets: [...datasets.values()].map(({ name }) => name).join(','),
  };
};

const open = async ({ path, label }: Unpacked, head: FileHead): Promise<StructuredFile> => {
  const layout = await layoutOf(path, label);
  const seen = newSeen();
  for await (const event of eventsOf(path, label, layout)) {
    hold(seen, event, label);
    if (event.kind === 'row' && event.group === '' && isKnown(seen)) break;
  }
  if (checkVersion(seen.file, label) === undefined)
    throw malformedFile(label, 'datasetJSONVersion is missing');
  const datasets = describeAll(seen, label);
  const names = [...datasets.values()].map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw malformedFile(label, `dataset ${twice} stands twice in the file`);
  const encoding = markedEncoding(head.bytes) ?? 'utf-8';
  return {
    format: 'dataset-json',
    traits: traitsOf(seen, datasets, { layout, encoding }),
    tables: [
      ...[...datasets.values()].map(({ name, columns }) => ({ name, columns })),
      { name: 'dataset', columns: DATASET_COLUMNS },
      { name: 'variable', columns: VARIABLE_COLUMNS },
    ],
    read: async (sink) => {
      const whole = newSeen();
      const counts = new Map<string, number>();
      for await (const event of eventsOf(path, label, layout)) {
        hold(whole, event, label);
        if (event.kind !== 'row') continue;
        const dataset = datasets.get(event.group);
        if (!dataset) throw malformedFile(label, 'changed while it was read');
        counts.set(event.group, (counts.get(event.group) ?? 0) + 1);
        writeRow(dataset, event.value, sink);
        const room = sink.room();
        if (room) await room;
      }
      const described = describeAll(whole, label);
      checkCounts(described, counts, label);
      for (const { row, variables } of described.values()) {
        sink.write('dataset', row);
        for (const variable of variables) sink.write('variable', variable);
      }
    },
  };
};

const MARKS = ['datasetJSONVersion', 'datasetJSONCreationDateTime', 'itemGroupOID'] as const;

/**
 * CDISC Dataset-JSON 1.1 (JSON, NDJSON, and either of them compressed) and 1.0: one table a dataset, of the dataset's name,
 * its columns in order; and the tables `dataset` and `variable`. Numbers keep their own characters; null and '' are no
 * value. `records` must be the number of rows.
 */
export const datasetJson: Format = {
  name: 'dataset-json',
  claims: ({ text }) => {
    const outline = outlineOf(text);
    return outline?.root === 'object' && MARKS.some((mark) => outline.keys.has(mark));
  },
  open,
};
