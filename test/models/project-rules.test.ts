import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contracts } from '@portolan/ingest';
import { readDefinitions } from '@portolan/query';
import type { ModelNode, Project } from 'dbt-ts-runner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyTests } from '../../warehouse/lineage.ts';
import { modelFiles, modelsDir, openModels, readModel } from './project.ts';

let project: Project;
let models: ModelNode[];

beforeAll(async () => {
  ({ project } = await openModels());
  models = project.ls().filter((node): node is ModelNode => node.resource_type === 'model');
});
afterAll(() => project.close());

const root = join(import.meta.dirname, '../..');

/** TypeScript of a folder. */
async function sourceFiles(folder: string): Promise<{ file: string; text: string }[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  const own = files.filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'));
  return Promise.all(
    own.map(async (file) => ({ file, text: await readFile(join(root, folder, file), 'utf8') })),
  );
}

const layer = (model: ModelNode): string => model.original_file_path.split('/')[0] ?? '';
const named = (wrong: readonly ModelNode[]): string[] => wrong.map((model) => model.name);

describe('every model', () => {
  test('has its YAML of the same name beside it', async () => {
    const yaml = new Set(await modelFiles('.yml'));
    const missing = models.filter(
      (model) => !yaml.has(model.original_file_path.replace(/\.sql$/, '.yml')),
    );
    expect(named(missing)).toEqual([]);
  });

  test('says its grain', () => {
    expect(named(models.filter((model) => !/\bOne row\b/.test(model.description)))).toEqual([]);
  });

  test('has an owner', () => {
    expect(named(models.filter((model) => typeof model.meta.owner !== 'string'))).toEqual([]);
  });

  test('is built in the schema of its folder', () => {
    expect(named(models.filter((model) => model.schema !== layer(model)))).toEqual([]);
  });
});

describe('layers', () => {
  const reads = (model: ModelNode): string[] => [...model.depends_on.nodes];

  test('marts read neither sources nor staging', () => {
    const wrong = models.filter(
      (model) =>
        layer(model) === 'marts' &&
        reads(model).some((id) => id.startsWith('source.') || id.includes('.stg_lake__')),
    );
    expect(named(wrong)).toEqual([]);
  });

  test('only staging reads feeds; load records are read once', () => {
    const wrong = models.filter(
      (model) => layer(model) !== 'staging' && reads(model).some((id) => id.startsWith('source.')),
    );
    expect(named(wrong)).toEqual(['int_loads']);
  });

  test('only row versions, the changes of items and deletions without a row read staging', () => {
    const wrong = models.filter(
      (model) =>
        reads(model).some((id) => id.includes('.stg_lake__')) && !model.name.endsWith('_versions'),
    );
    expect(named(wrong).sort()).toEqual(['base_items__changes', 'int_unknown_deletions']);
  });

  test('what breaks the blind is read by unblinded marts alone', () => {
    const unblinding = /[._](kit_content|treatment_assignment)(_versions|_current)?$/;
    const wrong = models.filter(
      (model) =>
        !model.original_file_path.startsWith('marts/unblinded/') &&
        !unblinding.test(model.name) &&
        reads(model).some((id) => unblinding.test(id)),
    );
    expect(named(wrong)).toEqual([]);
    const unblinded = models.filter((model) => reads(model).some((id) => unblinding.test(id)));
    expect(unblinded.length).toBeGreaterThanOrEqual(6);
  });

  test('a feed as it stands holds what its best-ranked source says, under the ids of the portfolio', () => {
    const wrong = models.filter(
      (model) =>
        /^int_.*_current$/.test(model.name) &&
        !reads(model).includes('seed.portolan.source_authority'),
    );
    expect(named(wrong)).toEqual([]);
  });
});

test('no model has hooks or an enforced contract, which a build that goes on from the last one would pass over', () => {
  const standard = JSON.stringify([[], [], false]);
  const wrong = models.filter(({ config }) => {
    const { enforced } = (config.contract ?? {}) as { enforced?: boolean };
    return (
      JSON.stringify([config['pre-hook'], config['post-hook'], enforced ?? false]) !== standard
    );
  });
  expect(named(wrong)).toEqual([]);
});

test('every mart has a key test', () => {
  const keyed = new Set(
    project
      .ls()
      .flatMap((node) => (node.resource_type === 'test' ? [node] : []))
      .filter(({ test_metadata }) => keyTests.includes(test_metadata?.name ?? ''))
      .flatMap(({ attached_node }) => attached_node ?? []),
  );
  const marts = models.filter((model) => layer(model) === 'marts');
  expect(marts.length).toBeGreaterThan(20);
  expect(named(marts.filter((model) => !keyed.has(model.unique_id)))).toEqual([]);
});

test('every feed is fresh for as long as its contract says', async () => {
  const seed = (await readModel('seeds/feed_freshness.csv')).trim().split('\n').slice(1);
  const days = [...contracts()].map(
    ([feed, { freshness }]) => `${feed},${/^P(\d+)D$/.exec(freshness)?.[1]}`,
  );
  expect(seed).toEqual(days.sort());
});

test('every metric is asked of a mart, and whoever serves, asks or writes reads marts alone', async () => {
  const marts = new Set(models.filter((model) => layer(model) === 'marts').map(({ name }) => name));
  const asked = (await readDefinitions(modelsDir)).models.map(({ mart }) => mart);
  expect(asked.length).toBeGreaterThan(40);
  expect(asked.filter((name) => !marts.has(name))).toEqual([]);
  const reading = ['query', 'server', 'reports', 'dashboards', 'cli'];
  const code = (await Promise.all(reading.map((folder) => sourceFiles(folder)))).flat();
  expect(code.length).toBeGreaterThan(100);
  const elsewhere = code.filter(({ text }) =>
    /\b(from|join)\s+"?(lake|staging|intermediate)"?\./i.test(text),
  );
  expect(elsewhere.map(({ file }) => file)).toEqual([]);
});

test('findings have the owner of the model that finds them', async () => {
  const sql = await readModel('marts/data/data_findings.sql');
  const owners = Object.fromEntries(
    [...sql.matchAll(/'(\w+)': '([\w ]+)'/g)].map(([, topic, owner]) => [topic, owner]),
  );
  const finding = models.flatMap(({ name, config }) =>
    name.startsWith('int_findings_')
      ? [[name.slice('int_findings_'.length), (config.meta as { owner?: string }).owner]]
      : [],
  );
  expect(owners).toEqual(Object.fromEntries(finding));
});

test('no SQL file has more than 200 lines', async () => {
  const files = await modelFiles('.sql');
  const sizes = await Promise.all(
    files.map(async (file) => [file, (await readModel(file)).split('\n').length] as const),
  );
  expect(sizes.filter(([, lines]) => lines > 200)).toEqual([]);
});
