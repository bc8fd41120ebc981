import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { usdm } from '../../../../ingest/formats/usdm/usdm.ts';
import { claims, collect, type Row, withFile } from '../collect.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/samples/usdm/ddf-ra');

const read = (content: string | Uint8Array) =>
  withFile('study.json', content, (path) => collect(usdm, path));

const counts = (rows: Readonly<Record<string, readonly Row[]>>, tables: readonly string[]) =>
  tables.map((table) => rows[table]?.length ?? 0);

const VERSION_4 = {
  study: {
    id: 's',
    name: 'STUDY',
    label: 'Label',
    versions: [1, 2].map((number) => ({
      id: `v${number}`,
      versionIdentifier: `${number}.0`,
      studyIdentifiers: [
        { id: 'i1', text: 'NCT00000001', scopeId: 'o2' },
        { id: 'i2', text: 'ABC-1', scopeId: 'o1' },
      ],
      organizations: [
        { id: 'o1', name: 'ACME', type: { code: 'C70793', decode: 'Clinical Study Sponsor' } },
        { id: 'o2', name: 'CTGOV', type: { code: 'C93453', decode: 'Study Registry' } },
      ],
      studyDesigns: [
        {
          id: 'd',
          instanceType: 'InterventionalStudyDesign',
          population: { id: 'p', plannedEnrollmentNumber: { value: 100 * number } },
          epochs: [{ id: 'e', name: 'Treatment' }],
          encounters: [{ id: 'enc', name: 'V2', label: 'Visit 2', ownField: 1 }],
          scheduleTimelines: [
            {
              id: 't',
              mainTimeline: true,
              instances: [
                { id: 'x0', epochId: 'e' },
                { id: 'x1', encounterId: 'enc', epochId: 'e', activityIds: ['a', 'gone'] },
              ],
              timings: [
                {
                  id: 't0',
                  type: { decode: 'Fixed Reference' },
                  relativeFromScheduledInstanceId: 'x0',
                },
                {
                  id: 't1',
                  type: { decode: 'After' },
                  value: 'P2W',
                  windowLower: 'P3D',
                  windowUpper: 'PT4H',
                  relativeFromScheduledInstanceId: 'x1',
                  relativeToScheduledInstanceId: 'x0',
                },
              ],
            },
          ],
          activities: [{ id: 'a', name: 'Consent' }],
        },
      ],
    })),
  },
  usdmVersion: '4.0.0',
};

describe('USDM', () => {
  test('ids are resolved within each version, and rows say which version is the last', async () => {
    const { rows, traits, refused } = await read(JSON.stringify(VERSION_4));
    expect(traits).toEqual({ usdm_version: '4.0.0', encoding: 'utf-8' });
    expect(refused).toEqual([]);
    expect(rows.study).toMatchObject([
      { version_identifier: '1.0', is_last_version: 'false', sponsor_identifier: 'ABC-1' },
      {
        version_identifier: '2.0',
        is_last_version: 'true',
        nct_id: 'NCT00000001',
        sponsor_name: 'ACME',
      },
    ]);
    expect(rows.encounter?.[1]).toMatchObject({
      study_name: 'STUDY',
      name: 'V2',
      epoch_name: 'Treatment',
      offset_days: '14',
      timing_value: 'P2W',
      window_lower: 'P3D',
      window_before_days: '3',
      window_upper: 'PT4H',
      window_after_days: null,
      ext: '{"ownField":1}',
    });
    expect(rows.scheduled_activity?.slice(0, 2)).toMatchObject([
      { activity_id: 'a', activity_name: 'Consent', encounter_id: 'enc' },
      { activity_id: 'gone', activity_name: null },
    ]);
    expect(rows.study_design?.map((row) => row.planned_enrollment)).toEqual(['100', '200']);
    expect(rows.study_identifier?.[0]).toMatchObject({
      text: 'NCT00000001',
      organization_name: 'CTGOV',
      organization_type: 'Study Registry',
    });
  });

  test('USDM 3: scopes inside identifiers, criteria inside the population, ranges', async () => {
    const { rows, traits } = await read(
      JSON.stringify({
        study: {
          name: 'OLD',
          versions: [
            {
              id: 'v',
              versionIdentifier: '1',
              studyIdentifiers: [
                {
                  id: 'i',
                  studyIdentifier: 'OLD-1',
                  studyIdentifierScope: {
                    id: 'o',
                    name: 'Acme',
                    organizationType: { code: 'C70793', decode: 'Clinical Study Sponsor' },
                    organizationIdentifier: '00-1',
                  },
                },
              ],
              studyDesigns: [
                {
                  id: 'd',
                  trialIntentTypes: [{ decode: 'Treatment Study' }],
                  interventionModel: { decode: 'Parallel Study' },
                  population: {
                    plannedEnrollmentNumber: { minValue: 10, maxValue: 20 },
                    criteria: [{ id: 'c', identifier: '01', text: 'Adult' }],
                  },
                },
              ],
            },
          ],
        },
        usdmVersion: '3.0.0',
      }),
    );
    expect(traits.usdm_version).toBe('3.0.0');
    expect(rows.study_identifier?.[0]).toMatchObject({
      text: 'OLD-1',
      scope_id: 'o',
      organization_type: 'Clinical Study Sponsor',
      sponsor_identifier: 'OLD-1',
    });
    expect(rows.organization).toMatchObject([{ identifier: '00-1', type_code: 'C70793' }]);
    expect(rows.study_design?.[0]).toMatchObject({
      intent_types: 'Treatment Study',
      model: 'Parallel Study',
      planned_enrollment: null,
      planned_enrollment_min: '10',
      planned_enrollment_max: '20',
    });
    expect(rows.eligibility_criterion).toMatchObject([{ identifier: '01', text: 'Adult' }]);
  });

  test('an id that stands twice names neither', async () => {
    const twice = structuredClone(VERSION_4);
    twice.study.versions[0]?.studyDesigns[0]?.epochs.push({ id: 'e', name: 'Other' });
    const { rows } = await read(JSON.stringify(twice));
    expect(rows.encounter?.map((row) => row.epoch_name)).toEqual([null, 'Treatment']);
    expect(rows.epoch).toHaveLength(3);
  });

  test('wrong types where lists are expected', async () => {
    const { rows, refused } = await read(
      JSON.stringify({
        study: {
          versions: [{ id: 1, titles: 'one', studyDesigns: { arms: [7, { id: 'a' }], epochs: 3 } }],
        },
        x: { versions: [] },
      }),
    );
    expect(refused.map((each) => [each.table, each.raw])).toEqual([
      ['study_title', '"one"'],
      ['arm', '7'],
      ['epoch', '3'],
    ]);
    expect(counts(rows, ['arm', 'study_design', 'study'])).toEqual([1, 1, 1]);
  });

  test('no version, another document, deep nesting, cut at every hundredth', async () => {
    await expect(read('{"study":{"versions":[]}}')).rejects.toThrow(/holds no version of a study/);
    await expect(read('{"study":{"versions":[]}} {}')).rejects.toMatchObject({
      code: 'MALFORMED_FILE',
    });
    await expect(read(`{"study":{"versions":[${'['.repeat(100_000)}`)).rejects.toThrow(
      /deeper than 128/,
    );
    const isClaimed = (content: string) =>
      withFile('a.json', content, (path) => claims(usdm, path));
    expect(await isClaimed('{"studies":[{"versions":[]}]}')).toBe(false);
    const bytes = Buffer.from(JSON.stringify(VERSION_4));
    for (let percent = 1; percent < 100; percent += 1)
      await expect(read(bytes.subarray(0, (bytes.length * percent) / 100))).rejects.toMatchObject({
        code: 'MALFORMED_FILE',
      });
  });

  test('a document above 64 MiB is refused', async () => {
    const padded = `${JSON.stringify(VERSION_4)}${' '.repeat(64 * 2 ** 20)}`;
    await expect(read(padded)).rejects.toThrow(/larger than the 64 MiB/);
  });
});

describe.skipIf(!existsSync(SAMPLES))('published USDM documents', () => {
  const tables = [
    'study',
    'study_design',
    'study_identifier',
    'organization',
    'arm',
    'epoch',
    'encounter',
    'activity',
    'timing',
    'scheduled_activity',
    'eligibility_criterion',
    'amendment',
  ];

  test.each([
    ['Alexion_NCT04573309_Wilsons.json', [1, 1, 4, 5, 1, 4, 50, 44, 66, 414, 31, 4]],
    ['CDISC_Pilot_Study.json', [1, 1, 2, 3, 3, 5, 12, 36, 24, 144, 31, 1]],
    ['EliLilly_NCT03421379_Diabetes.json', [1, 1, 2, 2, 2, 5, 7, 34, 35, 120, 36, 1]],
    ['devices.json', [1, 1, 2, 4, 3, 5, 12, 36, 22, 142, 4, 1]],
    ['observational.json', [1, 1, 5, 7, 2, 4, 6, 4, 6, 9, 5, 4]],
  ])('%s', async (name, expected) => {
    const path = join(SAMPLES, name);
    expect(await claims(usdm, path)).toBe(true);
    const { rows, refused } = await collect(usdm, path);
    const own = {
      ...rows,
      study_identifier: (rows.study_identifier ?? []).filter((row) => row.kind === 'study'),
    };
    expect(counts(own, tables)).toEqual(expected);
    expect(refused).toEqual([]);
    const ids = (rows.encounter ?? []).map((row) => row.id);
    expect(ids.every((id) => readFileSync(path, 'utf8').includes(`"${id}"`))).toBe(true);
  });

  test('the pilot: visits on their days', async () => {
    const { rows } = await collect(usdm, join(SAMPLES, 'CDISC_Pilot_Study.json'));
    expect(rows.study?.[0]).toMatchObject({
      sponsor_identifier: 'H2Q-MC-LZZT',
      nct_id: 'NCT12345678',
      acronym: 'LZZT',
      sponsor_name: 'Eli Lilly',
    });
    const visits = (rows.encounter ?? []).map((row) => [
      row.name,
      row.offset_days,
      row.window_before_days,
    ]);
    expect(visits.slice(0, 5)).toEqual([
      ['E1', '-14', null],
      ['E2', '-2', null],
      ['E3', '0', null],
      ['E4', '14', '3'],
      ['E5', '28', '3'],
    ]);
  });
});
