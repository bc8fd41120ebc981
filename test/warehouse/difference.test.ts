import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { viewerFor } from '@portolan/query';
import { build, difference } from '@portolan/warehouse';
import { beforeAll, describe, expect, test } from 'vitest';
import { keyOf, lineageOf, readManifest } from '../../warehouse/lineage.ts';
import { homeWith, smallModels } from './small-home.ts';

const files: Record<string, string> = {
  'dbt_project.yml':
    'name: small\nversion: "1"\nprofile: small\nmodel-paths: [intermediate, marts]\nmacro-paths: [macros]\n',
  'intermediate/int_study_versions.sql': `{{ config(materialized='table', schema='intermediate') }}
select *, _load_id as known_load_id from {{ source('lake', 'study') }}`,
  'marts/feed_status.sql': `{{ config(materialized='table', schema='marts') }}
select feed, source, count(*) as loads, max(loaded_at) as last_loaded_at,
  sum(rows_accepted) as rows_accepted, sum(rows_rejected) as rows_rejected
from {{ source('lake', '_loads') }} group by feed, source`,
  'marts/dim_study.sql': `{{ config(materialized='table', schema='marts') }}
select study_id, phase, known_from from (
  select study_id, phase, _loaded_at as known_from,
    row_number() over (partition by study_id order by _loaded_at desc) as nth
  from {{ ref('int_study_versions') }}) as rows where nth = 1`,
  'marts/dim_study.yml':
    'models:\n  - name: dim_study\n    columns:\n      - name: study_id\n        data_tests: [unique]\n',
  'marts/milestones.sql': `{{ config(materialized='table', schema='marts') }}
select distinct study_id, phase as milestone_type from {{ ref('int_study_versions') }}`,
  'marts/milestones.yml':
    'models:\n  - name: milestones\n    data_tests:\n      - unique_combination_of_columns: { arguments: { combination_of_columns: [study_id, milestone_type] } }\n',
  'metrics/studies.yml': `
semantic_models:
  - name: studies
    model: ref('dim_study')
    dimensions: [{ name: study, type: categorical, expr: study_id }]
    measures:
      - { name: study_rows, agg: count, expr: study_id }
      - { name: second_phase, agg: count, expr: "case when phase = 'II' then 1 end" }
  - name: milestones
    model: ref('milestones')
    dimensions:
      - { name: study, type: categorical, expr: study_id }
      - { name: kind, type: categorical, expr: milestone_type }
    measures:
      - { name: milestone_rows, agg: count, expr: milestone_type }
metrics:
  - { name: milestones, type: simple, type_params: { measure: milestone_rows }, config: { meta: { requires: [kind] } } }
  - { name: studies, type: simple, type_params: { measure: study_rows } }
  - { name: phase_two_studies, type: simple, type_params: { measure: second_phase }, config: { meta: { code: EN99 } } }
  - name: phase_two_now
    type: simple
    type_params: { measure: second_phase }
    config: { meta: { counting_rule: status_snapshot } }
`,
};

let home: string;
let ids: [string, string];
const viewer = viewerFor('finance', 'test');

beforeAll(async () => {
  const modelsDir = await smallModels();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(modelsDir, name, '..'), { recursive: true });
    await writeFile(join(modelsDir, name), content);
  }
  home = await homeWith([
    {
      loadedAt: '2026-01-31T22:00:00.000Z',
      name: 'january',
      rows: [
        ['S-1', 'I'],
        ['S-2', 'II'],
      ],
    },
    {
      loadedAt: '2026-02-28T22:00:00.000Z',
      name: 'february',
      rows: [
        ['S-1', 'I'],
        ['S-2', 'III'],
        ['S-3', 'II'],
      ],
    },
  ]);
  const before = await build({ home, modelsDir, asKnownAt: '2026-02-01' });
  const after = await build({ home, modelsDir });
  ids = [before.id, after.id];
});

describe('what a later build tells otherwise', () => {
  test('is listed by metric and study, with the rows of marts and of deliveries behind it', async () => {
    const found = await difference(home, ids, viewer);
    expect(found).toMatchObject({ as_of: '2026-01-31', loads: { added: 1, removed: 0 } });
    expect(found.values).toEqual([
      expect.objectContaining({
        ...{ metric: 'milestones', at: { study: 'S-2', kind: 'III' }, was: null, is: 1 },
      }),
      expect.objectContaining({
        ...{ metric: 'milestones', at: { study: 'S-3', kind: 'II' }, was: null, is: 1 },
      }),
      expect.objectContaining({ metric: 'phase_two_studies', at: { study: 'S-2' }, was: 1, is: 0 }),
      expect.objectContaining({
        metric: 'phase_two_studies',
        at: { study: 'S-3' },
        was: null,
        is: 1,
      }),
      expect.objectContaining({ metric: 'studies', at: { study: 'S-3' }, was: null, is: 1 }),
    ]);
    const cause = {
      feed: 'study',
      source: 'ctms',
      load_id: '20260228T220000.000Z-february',
      rows: 1,
    };
    expect(found.marts).toEqual([
      expect.objectContaining({
        ...{
          mart: 'dim_study',
          study: 'S-2',
          added: 0,
          removed: 0,
          changed: 1,
          columns: ['phase'],
        },
        causes: [expect.objectContaining({ ...cause, row_numbers: [2] })],
      }),
      expect.objectContaining({
        ...{ mart: 'dim_study', study: 'S-3', added: 1, removed: 0, changed: 0, columns: [] },
        causes: [expect.objectContaining({ ...cause, row_numbers: [3] })],
      }),
      expect.objectContaining({
        ...{ mart: 'milestones', study: 'S-2', added: 1, removed: 0, changed: 0, columns: [] },
        causes: [expect.objectContaining({ ...cause, row_numbers: [2] })],
      }),
      expect.objectContaining({
        ...{ mart: 'milestones', study: 'S-3', added: 1, removed: 0, changed: 0, columns: [] },
        causes: [expect.objectContaining({ ...cause, row_numbers: [3] })],
      }),
    ]);
  });

  test('can be asked of some metrics and studies', async () => {
    const some = await difference(home, ids, viewer, { metrics: ['studies'], studies: ['S-2'] });
    expect(some.values).toEqual([]);
    expect(some.marts).toEqual([]);
  });

  test('a metric is asked for by its code in any case', async () => {
    const { values } = await difference(home, ids, viewer, { metrics: ['en99'] });
    expect(new Set(values.map(({ metric }) => metric))).toEqual(new Set(['phase_two_studies']));
  });

  test('has only rows of studies that the viewer may see, and that were asked for', async () => {
    const scope = { ...viewer.scope, studies: ['S-3'] };
    const own = await difference(home, ids, { ...viewer, scope });
    expect(own.values.map(({ at }) => at.study)).toEqual(['S-3', 'S-3', 'S-3']);
    expect(own.marts.map(({ study }) => study)).toEqual(['S-3', 'S-3']);
    const asked = await difference(home, ids, viewer, { studies: ['S-2'] });
    expect(asked.marts.map(({ study }) => study)).toEqual(['S-2', 'S-2']);
  });

  test('is nothing where a build is held to itself', async () => {
    const [before] = ids;
    const none = await difference(home, [before, before], viewer);
    expect(none).toMatchObject({ values: [], marts: [], loads: { added: 0, removed: 0 } });
  });

  test('a build that is not kept is a sentence', async () => {
    await expect(difference(home, ['gone', ids[1]], viewer)).rejects.toMatchObject({
      code: 'BUILD_UNKNOWN',
      message: 'There is no build gone in this home.',
    });
  });
});

test('the manifest of a build tells what a mart is made of, and its key', async () => {
  const manifest = await readManifest(home, ids[1]);
  expect(lineageOf(manifest, 'dim_study')).toEqual({
    models: ['int_study_versions'],
    feeds: ['study'],
  });
  expect(lineageOf(manifest, 'gone')).toEqual({ models: [], feeds: [] });
  expect(keyOf(manifest, 'dim_study')).toEqual(['study_id']);
  expect(keyOf(manifest, 'milestones')).toEqual(['study_id', 'milestone_type']);
  expect(keyOf(manifest, 'feed_status')).toBeUndefined();
});
