import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { odm } from '../../../../ingest/formats/odm/odm.ts';
import { type Collected, claims, collect, type Row, withFile } from '../collect.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/samples');
const isHere = existsSync(SAMPLES);
if (!isHere) console.warn(`SKIPPED: real ODM files are not at ${SAMPLES}`);

const sample = (path: string): Promise<Collected> => collect(odm, join(SAMPLES, path));

const countsOf = ({ rows }: Collected): Record<string, number> => {
  const { other: _, ...known } = rows;
  const counts = Object.fromEntries(Object.entries(known).map(([name, all]) => [name, all.length]));
  const given = (rows.item ?? []).filter((row) => row.value_given === 'Yes').length;
  return given > 0 ? { ...counts, given } : counts;
};

/** Rows per table, counted by another XML parser and a few lines of its own; `given` are items with a value. */
const COUNTS: Readonly<Record<string, Readonly<Record<string, number>>>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'counts.json'), 'utf8'),
);

const present = (row: Row | undefined): Record<string, string | null> =>
  Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => value !== null));

describe.skipIf(!isHere)('real files', () => {
  test.each(Object.entries(COUNTS))('%s gives each row once', async (path, counts) => {
    expect(await claims(odm, join(SAMPLES, path))).toBe(true);
    const read = await sample(path);
    expect(countsOf(read)).toEqual(counts);
    expect(read.refused).toEqual([]);
  });

  test.each([
    [
      'odm/rave/car_message.xml',
      { vendor: 'rave', file_type: 'Transactional', content: 'clinical' },
    ],
    ['odm/openclinica/extract.xml', { vendor: 'openclinica', encoding: 'us-ascii' }],
    ['odm/openclinica-metadata/split_odm_aa.xml', { vendor: 'openclinica', content: 'metadata' }],
    ['odm/redcap/Visits.REDCap.xml', { vendor: 'redcap', content: 'clinical' }],
    ['odm/openedc/clinicaldata.xml', { vendor: 'openedc', odm_version: '1.3' }],
    ['odm/cdisc-legacy/CDISC_ODM_example_web1.xml', { vendor: 'none', odm_version: '1.2' }],
    ['odm/cdisc-v2/Atlas_QS_ODMv2.xml', { odm_version: '2.0', granularity: 'Metadata' }],
    ['dataset-json/sdtm/define.xml', { define_version: '2.1', content: 'metadata' }],
    ['sdtm-xpt/cdiscpilot01/define.xml', { define_version: '1.0', content: 'metadata' }],
  ])('%s says what it is', async (path, traits) => {
    expect((await sample(path)).traits).toMatchObject(traits);
  });

  test('a Rave audit is in file order, with what happened and who did it', async () => {
    const { rows } = await sample('odm/rave/car_message.xml');
    expect(present(rows.query?.[20])).toMatchObject({
      audit_sub_category: 'QueryClose',
      subject_key: '3e6a98b1-6226-4a4b-8707-554a7280e522',
      event_repeat_key: 'VISIT01[1]',
      item_oid: 'VISIT.DTC',
      record_kind: 'event',
      query_id: '226',
      query_status: 'Closed',
      audit_user_oid: 'systemuser',
      audit_datetime: '2010-07-21T16:50:10',
    });
    const items = rows.item ?? [];
    const removed = items.filter((row) => row.transaction_type === 'Remove');
    expect(removed.length).toBe(55);
    const order = items.map((row) => Number(row.sequence_in_file));
    expect(order).toEqual([...order].sort((left, right) => left - right));
    expect(present(rows.protocol_deviation?.[0])).toMatchObject({
      deviation_id: '221',
      deviation_class: 'violation',
      audit_source_id: '79923',
    });
  });

  test('an OpenClinica thread is one state and its notes are events', async () => {
    const { rows } = await sample('odm/openclinica/extract.xml');
    const kinds = (rows.query ?? []).map((row) => row.record_kind);
    expect(kinds.filter((kind) => kind === 'state').length).toBe(4);
    expect(kinds.filter((kind) => kind === 'event').length).toBe(4);
    const old = (rows.audit_log ?? []).filter((row) => row.audit_type !== null);
    expect(old.length).toBe(179);
  });

  test('ODM 2.0 forms are item groups that the metadata call so', async () => {
    const { rows } = await sample('odm/cdisc-v2/Columbia-Suicide_Severity_Scale_ODMv2.xml');
    expect(rows.form?.map((row) => row.form_oid)).toEqual(['FO.C-SSRS_Form']);
    const item = rows.item?.find((row) => row.item_group_oid === 'IG.Other_Protective_Factors');
    expect(item?.form_oid).toBe('FO.C-SSRS_Form');
    expect(item?.item_group_path).toBe('IG.Risk_assessment/IG.Other_Protective_Factors');
  });

  test('elements of other standards are kept as JSON in the row around them', async () => {
    const { rows } = await sample('odm/cdisc-v2/Data_Retrieval_From_FHIR_in_ODM.xml');
    const ext = (rows.item_group ?? []).flatMap((row) => (row.ext ? [JSON.parse(row.ext)] : []));
    expect(
      ext[0]['{http://hl7.org/fhir}Condition'][0]['{http://hl7.org/fhir}id'][0],
    ).toHaveProperty(['@value']);
  });

  test('a raw line break in a REDCap value is the space that XML makes of it', async () => {
    const { rows } = await sample('odm/redcap/BasicDemography.REDCap.xml');
    const broken = (rows.item ?? []).filter((row) => row.item_oid === 'address');
    expect(broken.length).toBe(100);
    expect(broken.filter((row) => row.value?.includes(' ')).length).toBe(100);
    expect(broken.filter((row) => row.value?.includes('\n')).length).toBe(0);
  });

  test('typed items say their type and hold their text', async () => {
    const { rows } = await sample('odm/cdisc-legacy/odm130data.XML');
    const typed = (rows.item ?? []).filter((row) => row.value_type === 'IntervalDatetime');
    expect(typed.length).toBe(53);
    const referring = typed.find((row) => row.audit_record_id === 'Audit-001');
    expect(referring?.value).toBe('1959-12-11/2003-11-07T16:24');
    expect(present(rows.audit_record?.[0])).toMatchObject({
      audit_record_id: 'Audit-001',
      audit_user_oid: 'USR.inv001',
      audit_source_id: '46881304',
    });
  });
});

test.each([
  ['CSV', 'a,b\n1,2\n'],
  ['another XML', '<Envelope xmlns="urn:x"><ODM/></Envelope>'],
  ['an element of that name elsewhere', '<ODM xmlns="urn:not-odm"/>'],
])('%s is not claimed', async (_, text) => {
  await withFile('file.xml', text, async (path) => {
    expect(await claims(odm, path)).toBe(false);
  });
});
