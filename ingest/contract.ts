import { readdirSync, readFileSync } from 'node:fs';
import { badContract } from './errors.ts';
import { type Area, contractAjv, type Format } from './vocabulary.ts';

/** How a delivery relates to what came before: everything there is, changes only, or a log of events. */
export type Mode = 'snapshot' | 'delta' | 'log';

export type ColumnClass = 'personal' | 'unblinding' | 'commercial' | 'subject_level';

/** One column of a contract; every value is canonical text. */
export interface ContractColumn {
  readonly name: string;
  readonly format?: Format;
  readonly words?: readonly string[];
  readonly class?: ColumnClass;
  readonly description?: string;
  /** The delivered column without whose word a value is none, and what that word tells. */
  readonly completedBy?: { readonly from: string; readonly tells: string };
}

/** A canonical feed: its columns in order, which are required, which make the key. */
export interface Contract {
  readonly feed: string;
  readonly version: string;
  readonly description: string;
  readonly key: readonly string[];
  readonly mode: Mode;
  readonly freshness: string;
  /** Share of its rows that a snapshot may lose before it is refused; undefined: the common limit. */
  readonly maxShrink?: number;
  /** How long a load is kept after it came, as an ISO 8601 duration. */
  readonly retention: string;
  readonly required: readonly string[];
  readonly columns: readonly ContractColumn[];
  readonly schema: ContractSchema;
}

interface PropertySchema {
  readonly type: 'string';
  readonly format?: Format;
  readonly enum?: readonly string[];
  readonly 'x-class'?: ColumnClass;
  readonly description?: string;
}

/** The JSON Schema document of a contract. */
export interface ContractSchema {
  readonly title: string;
  readonly description: string;
  readonly 'x-class'?: ColumnClass;
  readonly 'x-area': Area;
  readonly 'x-version': string;
  readonly 'x-key': readonly string[];
  readonly 'x-mode': Mode;
  readonly 'x-freshness': string;
  readonly 'x-max-shrink'?: number;
  readonly 'x-retention': string;
  readonly 'x-references': readonly {
    readonly columns: readonly string[];
    readonly feed: string;
  }[];
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, PropertySchema>>;
  /** Three rows of canonical text: a full one, one of required columns only, one of awkward values. */
  readonly examples: readonly Readonly<Record<string, string>>[];
}

const FOLDER = new URL('./contracts/', import.meta.url);

const columnOf = (name: string, schema: PropertySchema): ContractColumn => ({
  name,
  ...(schema.format ? { format: schema.format } : {}),
  ...(schema.enum ? { words: schema.enum } : {}),
  ...(schema['x-class'] ? { class: schema['x-class'] } : {}),
  ...(schema.description ? { description: schema.description } : {}),
});

const contractOf = (feed: string, schema: ContractSchema): Contract => ({
  feed,
  version: schema['x-version'],
  description: schema.description,
  key: schema['x-key'],
  mode: schema['x-mode'],
  freshness: schema['x-freshness'],
  ...(schema['x-max-shrink'] === undefined ? {} : { maxShrink: schema['x-max-shrink'] }),
  retention: schema['x-retention'],
  required: schema.required,
  columns: Object.entries(schema.properties).map(([name, property]) => columnOf(name, property)),
  schema,
});

let cached: ReadonlyMap<string, Contract> | undefined;

/** Every canonical feed by name. Throws BAD_CONTRACT where a document is no valid schema. */
export const contracts = (): ReadonlyMap<string, Contract> => {
  if (cached) return cached;
  const ajv = contractAjv();
  const all = new Map<string, Contract>();
  for (const file of readdirSync(FOLDER).sort()) {
    const feed = file.replace(/\.json$/, '');
    const schema: ContractSchema = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
    if (!ajv.validateSchema(schema)) throw badContract(feed, ajv.errorsText(ajv.errors));
    const contract = contractOf(feed, schema);
    const unknown = [...contract.key, ...contract.required].find(
      (name) => !schema.properties[name],
    );
    if (unknown) throw badContract(feed, `${unknown} is a key or required but no column`);
    all.set(feed, contract);
  }
  cached = all;
  return all;
};
