import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ctgov } from '../../../../ingest/formats/ctgov/ctgov.ts';
import { claims, collect, withFile } from '../collect.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/samples/ctgov/ctg-2025');

const read = (content: string | Uint8Array, name = 'studies.json') =>
  withFile(name, content, (path) => collect(ctgov, path));

const study = (nctId: string) => ({
  protocolSection: {
    identificationModule: {
      nctId,
      orgStudyIdInfo: { id: '0012' },
      secondaryIdInfos: [{ id: '2024-500001-11-00', type: 'CTIS' }],
      briefTitle: 'A "short" title',
    },
    statusModule: {
      overallStatus: 'RECRUITING',
      startDateStruct: { date: '2024-05', type: 'ESTIMATED' },
    },
    sponsorCollaboratorsModule: {
      leadSponsor: { name: 'Acme', class: 'INDUSTRY' },
      collaborators: [{ name: 'Other' }],
    },
    designModule: { phases: ['PHASE1', 'PHASE2'], enrollmentInfo: { count: 10 } },
    contactsLocationsModule: {
      locations: [
        {
          facility: 'Clinic',
          zip: '01234',
          geoPoint: { lat: 1.5, lon: -0.1 },
          contacts: [{ name: 'A. Person' }],
          novel: 1,
        },
      ],
    },
    novelModule: { kept: true },
  },
  derivedSection: { miscInfoModule: {} },
  hasResults: false,
});

const ONE = JSON.stringify(study('NCT00000001'));
const TWO = JSON.stringify(study('NCT00000002'));

describe('ClinicalTrials.gov', () => {
  test('a record in columns; what has none is kept', async () => {
    const { rows, traits, refused } = await read(ONE);
    expect(traits).toEqual({ delivery: 'study', encoding: 'utf-8' });
    expect(refused).toEqual([]);
    expect(rows.study).toMatchObject([
      {
        nct_id: 'NCT00000001',
        org_study_id: '0012',
        overall_status: 'RECRUITING',
        start_date: '2024-05',
        start_date_type: 'ESTIMATED',
        phases: 'PHASE1, PHASE2',
        enrollment_count: '10',
        has_results: 'false',
        not_landed: 'derivedSection',
        ext: '{"protocolSection":{"novelModule":{"kept":true}}}',
      },
    ]);
    expect(rows.location).toMatchObject([
      {
        nct_id: 'NCT00000001',
        sequence: '1',
        zip: '01234',
        contacts: '[{"name":"A. Person"}]',
        ext: '{"novel":1}',
      },
    ]);
    expect(rows.sponsor?.map((row) => [row.sequence, row.role, row.name])).toEqual([
      ['1', 'lead', 'Acme'],
      ['2', 'collaborator', 'Other'],
    ]);
    expect(rows.identifier?.map((row) => [row.role, row.identifier, row.type])).toEqual([
      ['organization', '0012', null],
      ['secondary', '2024-500001-11-00', 'CTIS'],
    ]);
  });

  test.each([
    ['array', `[${ONE}, ${TWO}]`],
    ['page', `{"totalCount": 2, "studies": [${ONE}, ${TWO}], "nextPageToken": "x"}`],
    ['lines', `${ONE}\n${TWO}\n`],
    ['lines', `${ONE}\r\n\r\n${TWO}`],
  ])('as %s', async (delivery, content) => {
    const { rows, traits, refused } = await read(content);
    expect(traits.delivery).toBe(delivery);
    expect(rows.study?.map((row) => row.nct_id)).toEqual(['NCT00000001', 'NCT00000002']);
    expect(refused).toEqual([]);
  });

  test('a record that is none, and a broken line, are refused alone', async () => {
    const array = await read(`[${ONE},{"protocolSection":7},null]`);
    expect(array.refused.map((each) => each.raw)).toEqual(['{"protocolSection":7}', 'null']);
    const lines = await read(`${ONE}\n{"protocolSection":{\n${TWO}\n`, 'a.ndjson');
    expect(lines.rows.study).toHaveLength(2);
    expect(lines.refused).toHaveLength(1);
    const odd = await read(`{"studies":[${ONE}],"surprise":{"a":1}}`);
    expect(odd.refused.map((each) => each.raw)).toEqual(['{"surprise":{"a":1}}']);
  });

  test('lists of the wrong type', async () => {
    const odd =
      '{"protocolSection":{"contactsLocationsModule":{"locations":["x"]},"designModule":{"phases":"PHASE1"}}}';
    const { rows, refused } = await read(odd);
    expect(rows.study).toMatchObject([{ nct_id: null, phases: 'PHASE1' }]);
    expect(refused).toMatchObject([{ table: 'location', raw: '"x"' }]);
  });

  test('cut at every hundredth, nested too deeply, in UTF-16', async () => {
    const bytes = Buffer.from(`[${ONE},${TWO}]`);
    for (let percent = 2; percent < 100; percent += 1)
      await expect(read(bytes.subarray(0, (bytes.length * percent) / 100))).rejects.toMatchObject({
        code: 'MALFORMED_FILE',
      });
    await expect(read(`[{"protocolSection":${'['.repeat(100_000)}`)).rejects.toThrow(
      /deeper than 128/,
    );
    const { rows, traits } = await read(Buffer.from(`\uFEFF${ONE}`, 'utf16le'));
    expect(traits.encoding).toBe('utf-16le');
    expect(rows.study).toHaveLength(1);
  });

  test('other JSON is not claimed', async () => {
    const isClaimed = (content: string) =>
      withFile('a.json', content, (path) => claims(ctgov, path));
    expect(await isClaimed('{"studies":[{"id":1}]}')).toBe(false);
    expect(await isClaimed('{"a":{"protocolSection":{}}}')).toBe(false);
  });
});

describe.skipIf(!existsSync(SAMPLES))('a registry extract', () => {
  test('128 studies and what they list', async () => {
    const { rows, refused } = await collect(ctgov, join(SAMPLES, 'ctg-studies.json'));
    expect(refused).toEqual([]);
    const counts = Object.fromEntries(
      Object.entries(rows).map(([table, of]) => [table, of.length]),
    );
    expect(counts).toEqual({
      study: 128,
      location: 323,
      arm: 224,
      identifier: 128 + 28,
      sponsor: 128 + 122,
    });
    expect(rows.study?.filter((row) => row.start_date?.length === 7)).toHaveLength(8);
    expect(rows.study?.filter((row) => row.has_results === 'true')).toHaveLength(15);
    expect(rows.study?.every((row) => /^NCT\d{8}$/.test(row.nct_id ?? ''))).toBe(true);
  });
});
