import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { e2b } from '../../../../ingest/formats/e2b/e2b.ts';
import { claims, collect, type Row, withFile } from '../collect.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/samples/e2b-r3/faers2022');
const ICH = '2.16.840.1.113883.3.989.2.1';

const read = (content: string | Uint8Array) =>
  withFile('cases.xml', content, (path) => collect(e2b, path));

const counts = (rows: Readonly<Record<string, readonly Row[]>>) =>
  Object.fromEntries(Object.entries(rows).map(([table, of]) => [table, of.length]));

const code = (system: number, value: string) =>
  `<h:code code="${value}" codeSystem="${ICH}.1.${system}"/>`;

const bool = (observation: string, value: string) =>
  `<h:outboundRelationship2><h:observation>${code(19, observation)}<h:value x:type="BL" ${value}/></h:observation></h:outboundRelationship2>`;

const reaction = (id: string, term: string, death: string) =>
  `<h:subjectOf2><h:observation><h:id root="${id}"/>${code(19, '29')}
   <h:effectiveTime x:type="SXPR_TS"><h:comp x:type="IVL_TS"><h:low value="202206"/><h:high value="20220620"/></h:comp></h:effectiveTime>
   <h:value x:type="CE" code="10000001" codeSystem="2.16.840.1.113883.6.163" codeSystemVersion="25.0"><h:originalText language="eng">${term}</h:originalText></h:value>
   ${bool('34', death)}${bool('33', 'value="true"')}
   <h:outboundRelationship2><h:observation>${code(19, '27')}<h:value code="5"/></h:observation></h:outboundRelationship2>
  </h:observation></h:subjectOf2>`;

const message = (caseId: string, more = '') => `
 <h:PORR_IN049016UV>
  <h:id extension="${caseId}-1" root="${ICH}.3.1"/><h:creationTime value="20220701"/>
  <h:receiver><h:device><h:id extension="FDA" root="${ICH}.3.12"/></h:device></h:receiver>
  <h:controlActProcess><h:effectiveTime value="20220701101010+0100"/><h:subject><h:investigationEvent>
   ${caseId === '' ? '' : `<h:id extension="${caseId}" root="${ICH}.3.1"/>`}<h:id extension="WW-1" root="${ICH}.3.2"/>
   <h:text>Secretname fell ill.</h:text>
   <h:effectiveTime><h:low value="2022"/></h:effectiveTime><h:availabilityTime value="20220630"/>
   ${more}
   <h:reference><h:document>${code(27, '1')}<h:text mediaType="application/pdf" representation="B64">${'QUJD'.repeat(500_000)}</h:text></h:document></h:reference>
   <h:component><h:adverseEventAssessment>
    <h:subject1><h:primaryRole>
     <h:player1><h:name nullFlavor="MSK"/><h:birthTime value="197001"/>
      <h:asIdentifiedEntity><h:id extension="0012" root="${ICH}.3.10"/>${code(4, '4')}</h:asIdentifiedEntity></h:player1>
     <h:subjectOf1><h:researchStudy><h:id extension="ABC-1" root="${ICH}.3.5"/><h:title>A study</h:title></h:researchStudy></h:subjectOf1>
     ${reaction('r1', 'Stroke', 'nullFlavor="NI"')}${reaction('r2', 'Death', 'value="true"')}
     <h:subjectOf2><h:organizer>${code(20, '4')}<h:component><h:substanceAdministration><h:id root="d1"/>
      <h:consumable><h:instanceOfKind><h:kindOfProduct><h:name>Drug A</h:name></h:kindOfProduct></h:instanceOfKind></h:consumable>
     </h:substanceAdministration></h:component></h:organizer></h:subjectOf2>
     <h:subjectOf2><h:organizer>${code(20, '3')}<h:component><h:observation>
      <h:code code="10000002" codeSystem="2.16.840.1.113883.6.163"/><h:effectiveTime value="20220615"/>
      <h:value x:type="IVL_PQ"><h:center value="7.50" unit="mg/dL"/></h:value></h:observation></h:component></h:organizer></h:subjectOf2>
    </h:primaryRole></h:subject1>
    <h:component><h:causalityAssessment>${code(19, '20')}<h:value code="1"/><h:subject2><h:productUseReference><h:id root="d1"/></h:productUseReference></h:subject2></h:causalityAssessment></h:component>
    <h:component><h:causalityAssessment>${code(19, '39')}<h:value x:type="ST">Suspected</h:value>
     <h:author><h:assignedEntity><h:code><h:originalText>Investigator</h:originalText></h:code></h:assignedEntity></h:author>
     <h:subject1><h:adverseEffectReference><h:id root="r2"/></h:adverseEffectReference></h:subject1>
     <h:subject2><h:productUseReference><h:id root="d1"/></h:productUseReference></h:subject2></h:causalityAssessment></h:component>
    <h:component1><h:observationEvent>${code(19, '10')}<h:value x:type="ED">Secretname is upset.</h:value></h:observationEvent></h:component1>
   </h:adverseEventAssessment></h:component>
  </h:investigationEvent></h:subject></h:controlActProcess>
 </h:PORR_IN049016UV>`;

const NULLIFIED = `<h:subjectOf2><h:investigationCharacteristic>${code(23, '3')}<h:value code="1" codeSystem="${ICH}.1.5"/></h:investigationCharacteristic></h:subjectOf2>`;

const batch = (...messages: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<h:MCCI_IN200100UV01 xmlns:h="urn:hl7-org:v3" xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="urn:hl7-org:v3 http://127.0.0.1:1/none.xsd">
 <h:id extension="B-1" root="${ICH}.3.22"/><h:creationTime value="20220702"/>${messages.join('')}
 <h:receiver><h:device><h:id extension="ZZFDA" root="${ICH}.3.14"/></h:device></h:receiver>
 <h:sender><h:device><h:id extension="ACME" root="${ICH}.3.13"/></h:device></h:sender>
</h:MCCI_IN200100UV01>`;

describe('E2B(R3) cases', () => {
  test('a batch of two, whatever the prefix', async () => {
    const { rows, traits, refused } = await read(batch(message('C-1'), message('C-2', NULLIFIED)));
    expect(traits).toEqual({ e2b_version: 'R3', message: 'icsr', encoding: 'utf-8' });
    expect(refused).toEqual([]);
    expect(counts(rows)).toEqual({
      batch: 1,
      case: 2,
      reaction: 4,
      drug: 2,
      drug_reaction: 2,
      test_result: 2,
    });
    expect(rows.case?.[0]).toMatchObject({
      case_id: 'C-1',
      worldwide_case_id: 'WW-1',
      message_id: 'C-1-1',
      message_receiver: 'FDA',
      batch_number: 'B-1',
      first_received: '2022',
      most_recent_information: '20220630',
      date_of_creation: '20220701101010+0100',
      nullification_amendment: null,
      sponsor_study_number: 'ABC-1',
      investigation_number: '0012',
      birth_date: '197001',
      patient_initials: null,
      is_serious: 'true',
      seriousness_criteria: 'death; hospitalisation',
      reaction_term: 'Stroke',
      reaction_start: '202206',
      reactions: '2',
      documents: '1',
      documents_length: '2000000',
      narrative_length: '20',
      comments_length: '20',
      null_flavors: '{"patient_initials":"MSK"}',
    });
    expect(rows.case?.[1]).toMatchObject({ case_id: 'C-2', nullification_amendment: '1' });
    expect(rows.reaction?.slice(0, 2)).toMatchObject([
      {
        term: 'Stroke',
        term_language: 'eng',
        results_in_death: null,
        null_flavors: '{"results_in_death":"NI"}',
      },
      { term: 'Death', results_in_death: 'true', start: '202206', end: '20220620', outcome: '5' },
    ]);
    expect(rows.drug?.[0]).toMatchObject({ drug_id: 'd1', role: '1', name: 'Drug A' });
    expect(rows.drug_reaction?.[0]).toMatchObject({
      reaction_id: 'r2',
      drug_id: 'd1',
      source: 'Investigator',
      result: 'Suspected',
    });
    expect(rows.test_result?.[0]).toMatchObject({
      meddra_code: '10000002',
      result: '7.50',
      result_unit: 'mg/dL',
    });
    expect(rows.batch).toMatchObject([
      { batch_sender: 'ACME', batch_receiver: 'ZZFDA', messages: '2' },
    ]);
  });

  test('neither narrative, comments nor documents are in any cell', async () => {
    const { rows } = await read(batch(message('C-1')));
    const cells = Object.values(rows)
      .flat()
      .flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => cell?.includes('Secretname'))).toEqual([]);
    expect(Math.max(...cells.map((cell) => cell?.length ?? 0))).toBeLessThan(200);
  });

  test('a message without a case id is refused alone', async () => {
    const { rows, refused } = await read(batch(message('C-1'), message(''), message('C-1')));
    expect(rows.case?.map((row) => row.case_id)).toEqual(['C-1', 'C-1']);
    expect(refused).toEqual([
      { table: 'case', fault: 'malformed_row', raw: '{"message":2,"missing":"C.1.1"}' },
    ]);
  });
});

describe('bad E2B input', () => {
  const small = batch(message('C-1').replace(/(QUJD)+/, 'QUJD'));

  test('cut at every hundredth', async () => {
    const bytes = Buffer.from(small);
    for (let percent = 1; percent < 100; percent += 1) {
      const cut = bytes.subarray(0, (bytes.length * percent) / 100);
      const isClaimed = await withFile('a.xml', cut, (path) => claims(e2b, path));
      if (isClaimed) await expect(read(cut)).rejects.toMatchObject({ code: 'MALFORMED_FILE' });
      else expect(percent).toBeLessThan(10);
    }
  });

  test.each([
    [
      'a document type',
      small.replace('<h:MCCI', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><h:MCCI'),
    ],
    ['nesting', small.replace('<h:text>', `${'<h:a>'.repeat(100_000)}<h:text>`)],
    ['two roots', `${small}<a/>`],
    ['a text of 20 Mi characters', small.replace('Secretname', 'x'.repeat(20 * 2 ** 20))],
  ])('%s is refused', async (_, content) => {
    await expect(read(content)).rejects.toMatchObject({
      code: expect.stringMatching(/MALFORMED_FILE|UNSUPPORTED_FORMAT/),
    });
  });

  test('bytes that are not of the declared encoding', async () => {
    const bytes = Buffer.from(small.replace('Stroke', 'St\u00e9'), 'latin1');
    await expect(read(bytes)).rejects.toMatchObject({ code: 'WRONG_ENCODING' });
    const declared = small.replace('UTF-8', 'ISO-8859-1').replace('Stroke', 'St\u00e9');
    const { rows } = await read(Buffer.from(declared, 'latin1'));
    expect(rows.reaction?.[0]?.term).toBe('Sté');
    const utf16 = Buffer.from(`\uFEFF${small.replace('UTF-8', 'UTF-16')}`, 'utf16le');
    expect((await read(utf16)).rows.case).toHaveLength(1);
  });

  test('E2B(R2) is recognised and refused', async () => {
    await expect(read('<ichicsr lang="en"><safetyreport/></ichicsr>')).rejects.toThrow(
      /is E2B\(R2\)/,
    );
  });

  test('other HL7 messages and other namespaces are not claimed', async () => {
    const isClaimed = (content: string) => withFile('a.xml', content, (path) => claims(e2b, path));
    expect(await isClaimed('<MCCI_IN200100UV01/>')).toBe(false);
    expect(await isClaimed('<ClinicalDocument xmlns="urn:hl7-org:v3"/>')).toBe(false);
  });
});

describe.skipIf(!existsSync(SAMPLES))('published FAERS scenarios', () => {
  test.each([
    ['FAERS2022Scenario1.xml', 'US-APHARMA-8744554B', 2, 3, 1, 4, 0],
    ['FAERS2022Scenario2.xml', 'US-APHARMA-8744554B-UPDATE-TESTING222', 2, 3, 1, 4, 0],
    ['FAERS2022Scenario3.xml', 'US-APHARMA-8744554B', 2, 3, 1, 4, 0],
    ['FAERS2022Scenario4.xml', 'US-APHARMA-222222222', 2, 1, 1, 2, 1],
    ['FAERS2022Scenario5-1.xml', 'US-APHARMA-234545656', 2, 3, 1, 4, 0],
    ['FAERS2022Scenario5-2.xml', 'US-APHARMA-234545656', 2, 3, 1, 4, 0],
    ['FAERS2022Scenario5-3.xml', 'US-APHARMA-234545656', 2, 3, 0, 4, 0],
  ])('%s', async (name, caseId, reactions, drugs, dosages, causality, documents) => {
    const { rows, refused } = await collect(e2b, join(SAMPLES, name));
    expect(refused).toEqual([]);
    expect(rows.case).toMatchObject([
      {
        case_id: caseId,
        patient_initials: expect.stringMatching(/^(JD|SM|AGGREGRATE)$/),
        reporter_country: 'US',
        narrative_length: '108',
        documents: String(documents),
      },
    ]);
    expect(
      ['reaction', 'drug', 'drug_dosage', 'drug_reaction', 'primary_source'].map(
        (table) => rows[table]?.length ?? 0,
      ),
    ).toEqual([reactions, drugs, dosages, causality, 1]);
  });

  test.each([
    ['R3ack-negative.ack', 'CR', 'AE'],
    ['R3ack-positive.ack', 'CA', 'AA'],
  ])('%s', async (name, message, batchCode) => {
    const { rows, traits } = await collect(e2b, join(SAMPLES, name));
    expect(traits.message).toBe('acknowledgement');
    expect(rows.acknowledgement).toMatchObject([
      { code: message, sender: 'CDER', message_id: expect.stringContaining('US-APHARMA') },
    ]);
    expect(rows.acknowledgement_batch).toMatchObject([{ code: batchCode, messages: '1' }]);
  });
});
