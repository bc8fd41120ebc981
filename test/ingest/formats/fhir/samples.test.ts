import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fhir } from '../../../../ingest/formats/fhir/fhir.ts';
import { collect } from '../collect.ts';

const BULK = resolve(import.meta.dirname, '../../../../../shared/samples/fhir/bulk-10');

describe.skipIf(!existsSync(BULK))('a bulk export of R4', () => {
  const read = (name: string) => collect(fhir, join(BULK, name));

  test.each([
    ['Condition.000.ndjson', 'condition', 555],
    ['Encounter.000.ndjson', 'encounter', 1_215],
    ['Location.000.ndjson', 'location', 44],
    ['Organization.000.ndjson', 'organization', 43],
    ['Patient.000.ndjson', 'patient', 13],
    ['Practitioner.000.ndjson', 'practitioner', 43],
    ['PractitionerRole.000.ndjson', 'practitioner_role', 43],
    ['AllergyIntolerance.000.ndjson', 'resource', 11],
    ['Device.000.ndjson', 'resource', 16],
    ['Immunization.000.ndjson', 'resource', 161],
    ['log.ndjson', 'export_event', 4],
  ])('%s', async (name, table, count) => {
    const { rows, refused } = await read(name);
    expect(Object.entries(rows).map(([each, of]) => [each, of.length])).toEqual([[table, count]]);
    expect(refused).toEqual([]);
  });

  test('encounters in columns', async () => {
    const { rows, traits } = await read('Encounter.000.ndjson');
    expect(traits.fhir_version).toBe('4');
    expect(rows.encounter?.[0]).toMatchObject({
      id: '00c7f717-4030-5582-2ed8-888ad2bc878e',
      status: 'finished',
      class: 'AMB',
      period_start: '1989-10-04T02:25:16-04:00',
      period_end: '1989-10-04T06:20:16-04:00',
      subject_id: '79a66c97-6131-3213-f3c9-4606946ab056',
      type: '185347001',
      type_text: 'Encounter for problem (procedure)',
    });
    expect(rows.encounter?.filter((row) => row.reason !== null)).toHaveLength(696);
    expect(rows.encounter?.filter((row) => row.discharge !== null)).toHaveLength(3);
  });

  test('patients: three have died, everyone has a name outside ext', async () => {
    const { rows } = await read('Patient.000.ndjson');
    expect(rows.patient?.filter((row) => row.deceased_type === 'DateTime')).toHaveLength(3);
    expect(rows.patient?.filter((row) => row.name !== null && row.ext === null)).toHaveLength(13);
  });
});
