import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Entry = Readonly<Record<string, Json>>;

/** What a run left of one node. */
export interface Result {
  readonly status: string;
  readonly failures: number | null;
  readonly compiled: string | null;
  readonly message: string;
}

const sections = ['nodes', 'sources', 'exposures', 'unit_tests', 'metrics', 'semantic_models'];

/** What a manifest says of a node that is about the project, not about who wrote the manifest. */
const told = [
  ...['resource_type', 'package_name', 'path', 'original_file_path', 'fqn', 'alias', 'database'],
  ...['schema', 'identifier', 'relation_name', 'tags', 'description', 'columns', 'config', 'refs'],
  ...['sources', 'access', 'group', 'checksum', 'raw_code', 'test_metadata', 'column_name'],
  ...['loader', 'source_meta', 'freshness', 'owner', 'url', 'maturity', 'version'],
  ...['model', 'overrides', 'depends_on', 'meta', 'primary_key'],
];

const artifacts = ['manifest.json', 'run_results.json', 'sources.json', 'catalog.json'];

/** Keeps what the last invocation left in a folder of the project. */
export function copyArtifacts(dir: string, folder: string): void {
  mkdirSync(join(dir, folder), { recursive: true });
  for (const name of artifacts) {
    const path = join(dir, 'target', name);
    if (existsSync(path)) copyFileSync(path, join(dir, folder, name));
  }
}

/** Forgets what the last invocation left. */
export function removeArtifacts(dir: string): void {
  for (const name of artifacts) {
    rmSync(join(dir, 'target', name), { force: true });
  }
}

/** Results of the last invocation by unique id; none where it wrote none. */
export function readResults(dir: string): Map<string, Result> {
  const results = ['run_results.json', 'sources.json'].flatMap(
    (name) => (read(dir, name)?.results ?? []) as unknown as readonly Entry[],
  );
  return new Map(
    results.map(({ unique_id, status, failures, compiled_code, message }) => [
      String(unique_id),
      {
        status: String(status),
        failures: typeof failures === 'number' ? failures : null,
        compiled: typeof compiled_code === 'string' ? compiled_code : null,
        message: String(message ?? ''),
      },
    ]),
  );
}

/** Facts of each node of the manifest, as lines `property: value` by unique id. */
export function readNodes(dir: string): Map<string, readonly string[]> {
  const manifest = read(dir, 'manifest.json');
  const entries = sections.flatMap((section) =>
    Object.entries((manifest?.[section] ?? {}) as Record<string, Entry>),
  );
  return new Map(entries.map(([id, entry]) => [id, facts(entry)]));
}

/** What the catalog says of each relation, by unique id. */
export function readCatalog(dir: string): Map<string, readonly string[]> {
  const catalog = read(dir, 'catalog.json');
  const entries = ['nodes', 'sources'].flatMap((section) =>
    Object.entries((catalog?.[section] ?? {}) as Record<string, Entry>),
  );
  return new Map(
    entries.map(([id, { metadata, columns }]) => [
      `catalog of ${id}`,
      [...lines('metadata', metadata), ...lines('columns', columns)],
    ]),
  );
}

/** The code of a generic test, and the checksum of a unit test, are the tool's own. */
function facts(entry: Entry): string[] {
  const own = [
    ...('test_metadata' in entry ? ['raw_code'] : []),
    ...(entry.resource_type === 'unit_test' ? ['checksum'] : []),
  ];
  return told.filter((key) => !own.includes(key)).flatMap((key) => lines(key, entry[key]));
}

function lines(path: string, value: Json | undefined): string[] {
  if (value === undefined || value === null || value === '') return [];
  if (path === 'depends_on.macros') return [];
  if (Array.isArray(value)) {
    const items = isSet(path)
      ? [...new Set(value.map((item) => JSON.stringify(item)))].sort()
      : value;
    return value.length === 0 ? [] : [`${path}: ${JSON.stringify(items)}`];
  }
  if (typeof value !== 'object') return [`${path}: ${JSON.stringify(value)}`];
  return Object.keys(value)
    .sort()
    .flatMap((key) => lines(`${path}.${key}`, value[key]));
}

/** dbt gives these in an order, and as often, as its way of parsing finds them. */
function isSet(path: string): boolean {
  return /^(?:depends_on|refs|sources|.*tags$)/.test(path);
}

function read(dir: string, name: string): Record<string, Json> | undefined {
  const path = join(dir, 'target', name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
