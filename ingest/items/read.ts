import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { LineCounter, parseDocument } from 'yaml';
import { badItemMap } from '../errors.ts';
import type { Reading } from '../profiles/profile.ts';
import { isTimeZone, zoneFault } from '../zones.ts';
import type { ItemColumn, ItemMap, ItemTest, Level, RecordMap } from './item-map.ts';
import { recordFault, withDefaults } from './record-rules.ts';

const SCHEMA = new URL('./item-map.schema.json', import.meta.url);

type Names = string | readonly string[];
type Columns = Readonly<Record<string, Names | ItemColumn>>;

interface RecordDocument {
  readonly feed: string;
  readonly one_row_per: Level;
  readonly id?: string;
  readonly events?: Names;
  readonly forms?: Names;
  readonly groups?: Names;
  readonly where?: ItemTest | readonly ItemTest[];
  readonly needs?: Names;
  readonly each?: readonly Columns[];
  readonly columns?: Columns;
}

interface MapDocument extends Reading {
  readonly item_map: string;
  readonly studies: readonly string[];
  readonly sources?: readonly string[];
  readonly records: readonly RecordDocument[];
}

const listOf = <T>(given: T | readonly T[] | undefined): readonly T[] =>
  given === undefined ? [] : Array.isArray(given) ? given : [given as T];

const isNames = (column: Names | ItemColumn): column is readonly string[] => Array.isArray(column);

const columnsOf = (columns: Columns): Readonly<Record<string, ItemColumn>> =>
  Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      typeof column === 'string' || isNames(column) ? { item: column } : column,
    ]),
  );

const firstItem = (columns: Readonly<Record<string, ItemColumn>>): readonly string[] =>
  Object.values(columns)
    .map(({ item }) => listOf(item))
    .find((items) => items.length > 0) ?? [];

/** One entry, or one for each of its `each`. */
const recordsOf = (document: RecordDocument, line: number): readonly RecordMap[] => {
  const common = {
    feed: document.feed,
    line,
    suffix: document.id ?? '',
    level: document.one_row_per,
    events: listOf(document.events),
    forms: listOf(document.forms),
    groups: listOf(document.groups),
    where: listOf(document.where),
    needs: listOf(document.needs).map((oid) => [oid]),
    columns: columnsOf(document.columns ?? {}),
  };
  if (!document.each) return [withDefaults(common)];
  return document.each.map((one) => {
    const columns = columnsOf(one);
    const items = firstItem(columns);
    return withDefaults({
      ...common,
      suffix: [document.id, items[0]].filter((part) => part !== undefined).join('/'),
      needs: [...common.needs, ...(items.length > 0 ? [items] : [])],
      columns: { ...common.columns, ...columns },
    });
  });
};

const READING = ['null_words', 'decimal_mark', 'grouping', 'date_formats', 'time_zone'] as const;

const readingOf = (document: Reading): Reading =>
  Object.fromEntries(
    READING.flatMap((key) => (document[key] === undefined ? [] : [[key, document[key]]])),
  );

const validator = () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
  return ajv.compile<MapDocument>(JSON.parse(readFileSync(SCHEMA, 'utf8')));
};

let compiled: ReturnType<typeof validator> | undefined;

/** What says most comes first; `type` and `anyOf` only say that one of several forms does not fit. */
const VAGUE: Readonly<Record<string, number>> = { oneOf: 1, required: 2, type: 3, anyOf: 4 };

const deepest = (errors: readonly ErrorObject[]): ErrorObject | undefined => {
  const depth = ({ instancePath }: ErrorObject): number => instancePath.split('/').length;
  const vague = ({ keyword }: ErrorObject): number => VAGUE[keyword] ?? 0;
  return [...errors].sort((a, b) => depth(b) - depth(a) || vague(a) - vague(b))[0];
};

const WHAT = 'item, join, date, unit, part and constant';

const faultSentence = ({ instancePath, keyword, message, params }: ErrorObject): string => {
  const place = instancePath.slice(1).replaceAll('/', '.') || 'the map';
  if (keyword === 'additionalProperties') {
    return `${place} holds the unknown key ${params.additionalProperty}`;
  }
  if (keyword === 'oneOf') return `${place} needs exactly one of ${WHAT}`;
  if (keyword === 'enum') return `${place} must be one of ${params.allowedValues.join(', ')}`;
  return `${place} ${message}`;
};

/** One item map from its YAML text. Throws BAD_ITEM_MAP with the line that is wrong. */
export const parseItemMap = (file: string, text: string): ItemMap => {
  const counter = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: counter });
  const lineAt = (path: readonly (string | number)[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = yaml.getIn(path.slice(0, length), true);
      const range = (node as { range?: readonly number[] } | undefined)?.range;
      if (range?.[0] !== undefined) return counter.linePos(range[0]).line;
    }
    return 1;
  };
  const [broken] = yaml.errors;
  if (broken) {
    const line = broken.linePos?.[0].line ?? 1;
    throw badItemMap(
      file,
      line,
      `this is not YAML (${broken.message.split('\n')[0]?.replace(/ at line.*/, '')})`,
    );
  }
  compiled ??= validator();
  const document: unknown = yaml.toJS();
  if (!compiled(document)) {
    const fault = deepest(compiled.errors ?? []);
    const path = (fault?.instancePath ?? '').split('/').slice(1);
    const key = fault?.params.additionalProperty;
    const named = key === undefined ? path : [...path, key];
    const steps = named.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    throw badItemMap(file, lineAt(steps), fault ? faultSentence(fault) : 'has another form');
  }
  const zone = document.time_zone;
  if (zone !== undefined && !isTimeZone(zone)) {
    throw badItemMap(file, lineAt(['time_zone']), `the map ${zoneFault(zone)}`);
  }
  const records = document.records.flatMap((record, at) => {
    const made = recordsOf(record, lineAt(['records', at]));
    for (const one of made) {
      const fault = recordFault(one);
      if (!fault) continue;
      const inside = fault.column === undefined ? [] : ['columns', fault.column];
      throw badItemMap(file, lineAt(['records', at, ...inside]), fault.why);
    }
    return made;
  });
  return {
    name: document.item_map,
    file,
    studies: document.studies,
    sources: document.sources ?? [],
    reading: readingOf(document),
    records,
  };
};

/** The item maps of a home, with the hash of each file. */
export interface ItemMaps {
  readonly maps: readonly ItemMap[];
  /** SHA-256 by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Every map in `item-maps/` of a home, in order of file name. Throws BAD_ITEM_MAP, also where two maps have one name. */
export const readItemMaps = (home: string): ItemMaps => {
  const folder = join(home, 'item-maps');
  if (!existsSync(folder)) return { maps: [], files: {} };
  const names = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  const maps: ItemMap[] = [];
  const files: Record<string, string> = {};
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8');
    const map = parseItemMap(name, text);
    const same = maps.find((one) => one.name === map.name);
    if (same) throw badItemMap(name, 1, `the name ${map.name} is that of ${same.file} already`);
    maps.push(map);
    files[name] = createHash('sha256').update(text).digest('hex');
  }
  return { maps, files };
};
