import { duplicateColumn, malformedFile, unsupportedFormat } from '../../errors.ts';
import { cellText, isObject, type Json, type JsonObject } from '../json-tree.ts';
import { rest, take, takeText } from '../pluck.ts';

type Cell = string | null;

/** Columns of table `dataset`: one row a dataset; `ext` is JSON of members that the standard does not name. */
export const DATASET_COLUMNS = [
  'name',
  'label',
  'item_group_oid',
  'records',
  'study_oid',
  'metadata_version_oid',
  'metadata_ref',
  'file_oid',
  'created',
  'modified',
  'originator',
  'source_system',
  'source_system_version',
  'ext',
] as const;

/** Columns of table `variable`: one row a column of a dataset, `position` counted from 1. */
export const VARIABLE_COLUMNS = [
  'dataset',
  'item_oid',
  'name',
  'label',
  'data_type',
  'target_data_type',
  'length',
  'display_format',
  'key_sequence',
  'position',
  'ext',
] as const;

const DATA_TYPES = new Set([
  'string',
  'integer',
  'decimal',
  'float',
  'double',
  'boolean',
  'datetime',
  'date',
  'time',
  'URI',
]);

/** Members of a file and, in version 1.0, of one of its datasets. */
export interface Members {
  readonly file: JsonObject;
  readonly dataset: JsonObject;
  /** Key of the dataset in version 1.0. */
  readonly group: string;
}

/** A dataset as its members describe it. */
export interface Dataset {
  readonly name: string;
  readonly columns: readonly string[];
  /** Rows that are announced, where they are by now. */
  readonly records: number | undefined;
  readonly row: readonly Cell[];
  readonly variables: readonly (readonly Cell[])[];
}

const copy = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(copy);
  return isObject(value) ? new Map(Array.from(value, ([key, each]) => [key, copy(each)])) : value;
};

const variableOf = (dataset: string, item: Json, position: number, label: string) => {
  const place = `column ${position} of dataset ${dataset}`;
  const left = copy(item);
  if (!isObject(left)) throw malformedFile(label, `${place} is no object`);
  const itemOid = takeText(left, 'itemOID') ?? takeText(left, 'OID');
  const name = takeText(left, 'name');
  const type = takeText(left, 'dataType') ?? takeText(left, 'type');
  if (!name) throw malformedFile(label, `${place} has no name`);
  if (!type || !DATA_TYPES.has(type))
    throw malformedFile(label, `${place} (${name}) has no dataType that Dataset-JSON knows`);
  const row = [
    dataset,
    itemOid,
    name,
    takeText(left, 'label'),
    type,
    takeText(left, 'targetDataType'),
    takeText(left, 'length'),
    takeText(left, 'displayFormat'),
    takeText(left, 'keySequence'),
    String(position),
    rest(left),
  ];
  return { name, row };
};

const firstTwice = (names: readonly string[]): string | undefined => {
  const seen = new Set<string>();
  return names.find((name) => {
    const key = name.toUpperCase();
    const isTwice = seen.has(key);
    seen.add(key);
    return isTwice;
  });
};

const recordsOf = (text: Cell, place: string, label: string): number | undefined => {
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw malformedFile(label, `records of ${place} is no row count`);
  return Number(text);
};

/** The dataset that these members describe. Throws MALFORMED_FILE, DUPLICATE_COLUMN, UNSUPPORTED_FORMAT. */
export const describe = ({ file, dataset, group }: Members, label: string): Dataset => {
  const left = copy(new Map([...file, ...dataset]));
  const name = takeText(left, 'name');
  if (!name) throw malformedFile(label, 'the dataset has no name');
  if (name === 'dataset' || name === 'variable')
    throw unsupportedFormat(label, `its dataset ${name} has the name of a table of descriptions`);
  const columns = take(left, 'columns') ?? take(left, 'items');
  if (!Array.isArray(columns)) throw malformedFile(label, `dataset ${name} has no list of columns`);
  const variables = columns.map((item, index) => variableOf(name, item, index + 1, label));
  const names = variables.map((variable) => variable.name);
  const twice = firstTwice(names);
  if (twice !== undefined) throw duplicateColumn(label, `${name}.${twice}`);
  take(left, 'datasetJSONVersion');
  const records = takeText(left, 'records');
  const system = take(left, 'sourceSystem');
  const isSystem = isObject(system);
  return {
    name,
    columns: names,
    records: recordsOf(records, `dataset ${name}`, label),
    variables: variables.map((variable) => variable.row),
    row: [
      name,
      takeText(left, 'label'),
      takeText(left, 'itemGroupOID') ?? (group || null),
      records,
      takeText(left, 'studyOID'),
      takeText(left, 'metaDataVersionOID'),
      takeText(left, 'metaDataRef'),
      takeText(left, 'fileOID'),
      takeText(left, 'datasetJSONCreationDateTime') ?? takeText(left, 'creationDateTime'),
      takeText(left, 'dbLastModifiedDateTime') ?? takeText(left, 'asOfDateTime'),
      takeText(left, 'originator'),
      isSystem ? takeText(system, 'name') : cellText(system),
      isSystem ? takeText(system, 'version') : takeText(left, 'sourceSystemVersion'),
      rest(
        isSystem
          ? new Map([
              ['file', left ?? null],
              ['sourceSystem', system],
            ])
          : left,
      ),
    ],
  };
};
