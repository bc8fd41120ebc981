import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { contracts } from '../contract.ts';
import { badProfile } from '../errors.ts';
import { charsetOf } from '../formats/charset.ts';
import { isTimeZone, zoneFault } from '../zones.ts';
import {
  type ColumnSource,
  deletedBy,
  type FeedMapping,
  type FileMapping,
  type Profile,
  type Reading,
  type RowCondition,
} from './profile.ts';

const FOLDER = new URL('../sources/', import.meta.url);
const SCHEMA = new URL('../profile.schema.json', import.meta.url);

/** A feed as YAML says it: one condition may stand for a list of one. */
type FeedDocument = Omit<FeedMapping, 'where'> & {
  readonly where?: RowCondition | readonly RowCondition[];
};

interface FileDocument extends Reading, Partial<FeedDocument> {
  readonly name: string;
  readonly match: FileMapping['match'];
  readonly ignore?: string;
  readonly control?: FileMapping['control'];
  readonly drop?: readonly string[];
  readonly keep?: readonly string[];
  readonly feeds?: readonly FeedDocument[];
}

interface ProfileDocument extends Reading {
  readonly profile: string;
  readonly source?: string;
  readonly description: string;
  readonly files: readonly FileDocument[];
}

const READING = [
  'encoding',
  'encoding_from',
  'delimiter',
  'null_words',
  'decimal_mark',
  'grouping',
  'date_formats',
  'time_zone',
  'modified',
  'constants',
] as const;

const readingOf = (document: Reading): Reading =>
  Object.fromEntries(
    READING.flatMap((key) => (document[key] === undefined ? [] : [[key, document[key]]])),
  );

const FEED = [
  'source',
  'mode',
  'scope',
  'require',
  'allow_empty',
  'delete',
  'where',
  'unpivot',
  'columns',
] as const;

const feedOf = ({ where, ...rest }: FeedDocument): FeedMapping => ({
  ...rest,
  ...(where === undefined ? {} : { where: [where].flat() }),
});

/** The feeds of an entry; an `unpivot` beside `feeds` is that of all of them. */
const feedsOf = (document: FileDocument): readonly FeedMapping[] => {
  const { feed, feeds, unpivot } = document;
  if (feeds) return feeds.map((one) => feedOf({ ...(unpivot ? { unpivot } : {}), ...one }));
  if (!feed) return [];
  const rest = FEED.flatMap((key) => (document[key] === undefined ? [] : [[key, document[key]]]));
  return [feedOf({ feed, ...Object.fromEntries(rest) })];
};

const mappingOf = (profile: ProfileDocument, file: FileDocument): FileMapping => ({
  name: file.name,
  profile: profile.profile,
  source: profile.source ?? profile.profile,
  match: file.match,
  ...(file.ignore ? { ignore: file.ignore } : {}),
  ...(file.control ? { control: file.control } : {}),
  drop: file.drop ?? [],
  keep: file.keep ?? [],
  reading: {
    ...readingOf(profile),
    ...readingOf(file),
    constants: { ...profile.constants, ...file.constants },
  },
  feeds: feedsOf(file),
});

const encodingFault = ({ name, reading }: FileMapping): string | undefined =>
  reading.encoding !== undefined && charsetOf(reading.encoding) === undefined
    ? `${name} names the encoding ${reading.encoding}, which nobody knows`
    : undefined;

const columnSources = ({
  feeds,
}: FileMapping): readonly (readonly [FeedMapping, string, ColumnSource])[] =>
  feeds.flatMap((feed) =>
    Object.entries(feed.columns ?? {}).flatMap(([name, source]) =>
      typeof source === 'object' ? [[feed, name, source] as const] : [],
    ),
  );

const datesFault = (mapping: FileMapping): string | undefined => {
  const { name, reading } = mapping;
  const dated = columnSources(mapping).filter(([, , { utc_to }]) => utc_to);
  const zones = [
    ...(reading.time_zone === undefined ? [] : [reading.time_zone]),
    ...dated.flatMap(([, , { utc_to }]) => Object.values(utc_to?.values ?? {})),
  ];
  const unknown = zones.find((zone) => !isTimeZone(zone));
  if (unknown !== undefined) return `${name} ${zoneFault(unknown)}`;
  const undated = dated.find(([feed, column]) => {
    const known = contracts()
      .get(feed.feed)
      ?.columns.find((one) => one.name === column);
    return known?.format !== 'date' && known?.format !== 'partial-date';
  });
  return undated && `${name} has utc_to at ${undated[1]} of ${undated[0].feed}, which is no date`;
};

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};

const patternFault = (mapping: FileMapping): string | undefined => {
  const { name, feeds } = mapping;
  const patterns = [
    ...feeds.flatMap(({ unpivot }) => (unpivot ? [unpivot.columns] : [])),
    ...columnSources(mapping).flatMap(([, , { file }]) => (file === undefined ? [] : [file])),
  ];
  const wrong = patterns.find((text) => !isPattern(text));
  return wrong === undefined ? undefined : `${name} has ${wrong}, which is no regular expression`;
};

const columnFault = (mapping: FileMapping): string | undefined => {
  for (const feed of mapping.feeds) {
    const contract = contracts().get(feed.feed);
    if (!contract) return `${mapping.name} names the feed ${feed.feed}, which has no contract`;
    const known = new Set(contract.columns.map((column) => column.name));
    const named = [
      ...Object.keys(feed.columns ?? {}),
      ...(feed.scope ?? []),
      ...(feed.require ?? []),
      ...deletedBy(feed),
    ];
    const unknown = named.find((name) => !known.has(name));
    if (unknown) return `${mapping.name} names ${unknown}, which is no column of ${feed.feed}`;
    if (deletedBy(feed).length > 0 && feed.mode !== undefined && feed.mode !== 'delta')
      return `${mapping.name} deletes by ${deletedBy(feed).join(', ')}, which only changes can; drop its mode`;
  }
  const feeds = mapping.feeds.map((feed) => feed.feed);
  if (new Set(feeds).size < feeds.length) return `${mapping.name} names one feed twice`;
  return undefined;
};

const faultSentence = ({ instancePath, keyword, message, params }: ErrorObject): string => {
  const place = instancePath || 'the document';
  if (keyword === 'oneOf') return `${place} needs exactly one of ignore, control, feed and feeds`;
  if (keyword === 'unevaluatedProperties' || keyword === 'additionalProperties') {
    return `${place} holds the unknown key ${params.unevaluatedProperty ?? params.additionalProperty}`;
  }
  return `${place} ${message}`;
};

type Check = (label: string, document: unknown) => ProfileDocument;

const compiled = (): Check => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: false });
  const validate = ajv.compile<ProfileDocument>(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  return (label, document) => {
    if (!validate(document)) {
      const fault = validate.errors?.at(-1);
      throw badProfile(label, fault ? faultSentence(fault) : 'has another form');
    }
    return document;
  };
};

let check: Check | undefined;

/** Holds a document against the schema, which is compiled when the first one comes. */
const checked: Check = (label, document) => {
  check ??= compiled();
  return check(label, document);
};

/** One profile from its YAML text. Throws BAD_PROFILE naming the place that is wrong. */
export const parseProfile = (label: string, text: string): Profile => {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (cause) {
    throw badProfile(
      label,
      `is not YAML (${cause instanceof Error ? cause.message.split('\n')[0] : ''})`,
    );
  }
  const document = checked(label, parsed);
  const files = document.files.map((file) => mappingOf(document, file));
  const names = files.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice) throw badProfile(label, `has two entries named ${twice}`);
  for (const file of files) {
    const fault =
      columnFault(file) ?? encodingFault(file) ?? datesFault(file) ?? patternFault(file);
    if (fault) throw badProfile(label, fault);
  }
  return {
    profile: document.profile,
    source: document.source ?? document.profile,
    description: document.description,
    files,
  };
};

const readFolder = (folder: string): readonly Profile[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => parseProfile(file, readFileSync(join(folder, file), 'utf8')));

let delivered: readonly Profile[] | undefined;

/**
 * Every profile of `ingest/sources/`, then those that an installation keeps in `sources/` of its home, in order of file
 * name. Throws BAD_PROFILE.
 */
export const profilesOf = (home: string): readonly Profile[] => {
  delivered ??= readFolder(fileURLToPath(FOLDER));
  const own = join(home, 'sources');
  const all = existsSync(own) ? [...delivered, ...readFolder(own)] : delivered;
  const names = all.map((profile) => profile.profile);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice) throw badProfile(twice, 'stands in two files');
  return all;
};
