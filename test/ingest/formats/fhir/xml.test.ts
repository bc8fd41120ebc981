import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fhir } from '../../../../ingest/formats/fhir/fhir.ts';
import { claims, collect, withFile } from '../collect.ts';

const SAMPLE = resolve(
  import.meta.dirname,
  '../../../../../shared/samples/fhir/hl7-core/researchsubject-example-crossover-placebo-to-drug.xml',
);

const read = (content: string | Uint8Array) =>
  withFile('resource.xml', content, (path) => collect(fhir, path));

const PATIENT = `<Patient xmlns="http://hl7.org/fhir"><id value="p1"/>
 <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">A <b>Person</b></div></text>
 <contained><Organization><id value="o"/><name value="Ward"/></Organization></contained>
 <name><family value="Person"/><given value="A"/><given value="B"/></name>
 <birthDate value="1970-01"><extension url="time"><valueString value="x"/></extension></birthDate>
 <deceasedBoolean value="false"/></Patient>`;

const BUNDLE = `<f:Bundle xmlns:f="http://hl7.org/fhir"><f:type value="transaction"/><f:timestamp value="2025-01-01T00:00:00Z"/>
 <f:entry><f:fullUrl value="urn:uuid:1"/><f:resource><f:ResearchSubject><f:id value="s1"/><f:status value="on-study"/><f:study><f:reference value="ResearchStudy/S"/></f:study><f:individual><f:reference value="Patient/p1"/></f:individual></f:ResearchSubject></f:resource><f:request><f:method value="PUT"/><f:url value="ResearchSubject/s1"/></f:request></f:entry>
 <f:entry><f:request><f:method value="DELETE"/><f:url value="Patient/p9"/></f:request></f:entry></f:Bundle>`;

describe('FHIR as XML', () => {
  test('a resource fills the same columns as its JSON', async () => {
    const { rows, traits } = await read(PATIENT);
    expect(traits).toEqual({ fhir_version: 'unknown', delivery: 'resource', encoding: 'utf-8' });
    expect(rows.patient).toMatchObject([
      {
        id: 'p1',
        birth_date: '1970-01',
        deceased: 'false',
        name: '{"family":"Person","given":["A","B"]}',
        narrative: '{"status":"generated","div":"A Person"}',
        contained: '{"resourceType":"Organization","id":"o","name":"Ward"}',
        primitive_extension: '{"_birthDate":{"extension":{"url":"time","valueString":"x"}}}',
        ext: null,
      },
    ]);
  });

  test('a bundle, entry by entry', async () => {
    const { rows, traits } = await read(BUNDLE);
    expect(traits).toMatchObject({ fhir_version: '4', delivery: 'bundle' });
    expect(rows.research_subject).toMatchObject([
      {
        id: 's1',
        study_id: 'S',
        subject_id: 'p1',
        subject_state: 'on-study',
        full_url: 'urn:uuid:1',
      },
    ]);
    expect(rows.deleted).toMatchObject([
      { resource_type: 'Patient', id: 'p9', deleted_at: '2025-01-01T00:00:00Z' },
    ]);
  });

  test('a document type and a cut file are refused; other XML is not claimed', async () => {
    await expect(read(`<!DOCTYPE Patient []>${PATIENT}`)).rejects.toMatchObject({
      code: expect.stringMatching(/MALFORMED_FILE|UNSUPPORTED_FORMAT/),
    });
    const bytes = Buffer.from(BUNDLE);
    for (let percent = 10; percent < 100; percent += 1)
      await expect(read(bytes.subarray(0, (bytes.length * percent) / 100))).rejects.toMatchObject({
        code: 'MALFORMED_FILE',
      });
    expect(await withFile('a.xml', '<Patient/>', (path) => claims(fhir, path))).toBe(false);
  });

  test.skipIf(!existsSync(SAMPLE))('the R5 research subject of the specification', async () => {
    const { rows, traits } = await collect(fhir, SAMPLE);
    expect(traits.fhir_version).toBe('5.0');
    expect(rows.research_subject).toMatchObject([
      {
        identifier_value: 'ecsr45',
        status: 'active',
        subject_state: 'on-study',
        subject_state_start: '2022-06-10',
        study_reference: 'example-ctgov-study-record',
        subject_reference: 'cfsb1676546565857',
      },
    ]);
    expect(
      rows.research_subject_progress?.map((row) => [row.sequence, row.subject_state, row.reason]),
    ).toEqual([
      ['1', null, null],
      ['2', 'on-study', 'informedConsentSigned'],
    ]);
  });
});
