import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { headOf } from '../formats/magic.ts';
import { odm } from '../formats/odm/odm.ts';
import type { RowSink } from '../formats/reader.ts';
import { unpack } from '../formats/unpack.ts';
import { filesFolder } from '../lake/paths.ts';
import { isInForce, readLedger } from '../ledger/ledger.ts';
import { LIMITS } from '../limits.ts';

/** One value of a code list; a decode is metadata, not data of a subject. */
export interface Code {
  readonly code: string;
  readonly decode: string | undefined;
}

/** What a study's metadata say of an item. */
export interface ItemDefinition {
  readonly oid: string;
  readonly name: string | undefined;
  readonly label: string | undefined;
  readonly data_type: string | undefined;
  /** Name in SDTM, where the metadata give one. */
  readonly variable: string | undefined;
  readonly codes: readonly Code[];
}

/** Definitions by study, then by item OID. */
export type Definitions = ReadonlyMap<string, ReadonlyMap<string, ItemDefinition>>;

/** Newest originals that are looked through; metadata change seldom and stand in most of them. */
const FILES = 24;

const HEAD_BYTES = 2 ** 18;

/** Stands for having seen the metadata: data of subjects begin. */
class EndOfMetadata extends Error {}

interface Found {
  readonly item: Omit<ItemDefinition, 'codes'>;
  readonly list: string | undefined;
}

interface StudyMetadata {
  readonly items: Map<string, Found>;
  readonly lists: Map<string, Code[]>;
}

/** A label as one line: it is often indented as the file is. */
const plain = (label: string | undefined): string | undefined => label?.replace(/\s+/g, ' ').trim();

const WANTED = new Set(['item_def', 'code_list_item']);
const DATA = new Set(['subject', 'event', 'form', 'item_group', 'item']);

const readMetadata = async (
  path: string,
  label: string,
  studies: Map<string, StudyMetadata>,
): Promise<void> => {
  const bytes = headOf(path, HEAD_BYTES);
  const head = { name: label, bytes, text: new TextDecoder().decode(bytes) };
  if (!odm.claims(head)) return;
  const file = await odm.open({ path, label, name: label, member: '' }, head);
  const shapes = new Map(file.tables.map(({ name, columns }) => [name, columns]));
  const fresh = new Map<string, StudyMetadata>();
  const sink: RowSink = {
    takes: (table) => WANTED.has(table),
    refuse: () => undefined,
    room: () => undefined,
    write: (table, cells) => {
      if (DATA.has(table)) throw new EndOfMetadata();
      const columns = shapes.get(table);
      if (!WANTED.has(table) || !columns) return;
      const cell = (name: string): string | undefined => cells[columns.indexOf(name)] || undefined;
      const study = cell('study_code') ?? '';
      const into = fresh.get(study) ?? { items: new Map(), lists: new Map() };
      fresh.set(study, into);
      if (table === 'item_def') {
        const oid = cell('oid') ?? '';
        const item = {
          oid,
          name: cell('name'),
          label: plain(cell('question') ?? cell('description')),
          data_type: cell('data_type'),
          variable: cell('variable'),
        };
        into.items.set(oid, { item, list: cell('code_list_oid') });
      } else {
        const list = cell('code_list_oid') ?? '';
        const codes = into.lists.get(list) ?? [];
        codes.push({ code: cell('coded_value') ?? '', decode: cell('decode') });
        into.lists.set(list, codes);
      }
    },
  };
  try {
    await file.read(sink);
  } catch (error) {
    if (!(error instanceof EndOfMetadata)) throw error;
  }
  for (const [study, { items, lists }] of fresh) {
    const known = studies.get(study) ?? { items: new Map(), lists: new Map() };
    studies.set(study, known);
    for (const [oid, found] of items) if (!known.items.has(oid)) known.items.set(oid, found);
    for (const [list, codes] of lists) if (!known.lists.has(list)) known.lists.set(list, codes);
  }
};

/** Unpacked copies go to `folder`, which the caller removes. What newer files define wins. */
export const readDefinitions = async (home: string, folder: string): Promise<Definitions> => {
  const loads = (await readLedger(home)).filter(
    (load) => isInForce(load) && load.record.format === 'odm',
  );
  const originals = new Map(
    loads.toReversed().map(({ record }) => [record.file_sha256, record] as const),
  );
  const studies = new Map<string, StudyMetadata>();
  for (const [sha256, { bytes }] of [...originals].slice(0, FILES)) {
    const kept = join(filesFolder(home), sha256);
    const [name] = await readdir(kept).catch((): string[] => []);
    if (name === undefined) continue;
    const file = { path: join(kept, name), name, label: name, bytes };
    const members = await unpack(file, join(folder, sha256), LIMITS);
    for (const member of members) await readMetadata(member.path, member.label, studies);
  }
  return new Map(
    [...studies].map(([study, { items, lists }]) => [
      study,
      new Map(
        [...items].map(([oid, { item, list }]) => [
          oid,
          { ...item, codes: list === undefined ? [] : (lists.get(list) ?? []) },
        ]),
      ),
    ]),
  );
};
