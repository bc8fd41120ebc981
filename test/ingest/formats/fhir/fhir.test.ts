import { describe, expect, test } from 'vitest';
import { fhir } from '../../../../ingest/formats/fhir/fhir.ts';
import { claims, collect, type Row, withFile } from '../collect.ts';

const read = (name: string, content: string | Uint8Array) =>
  withFile(name, content, (path) => collect(fhir, path));

const lines = (...resources: readonly object[]): string =>
  `${resources.map((resource) => JSON.stringify(resource)).join('\n')}\n`;

const only = (rows: readonly Row[] | undefined): Row => {
  const [row, ...others] = rows ?? [];
  if (!row || others.length > 0) throw new Error(`${(rows ?? []).length} rows, not one`);
  return row;
};

const SUBJECT_R4 = {
  resourceType: 'ResearchSubject',
  id: 's1',
  meta: { lastUpdated: '2025-01-02T00:00:00Z', versionId: '3' },
  identifier: [{ system: 'urn:screening', value: '0012' }],
  status: 'on-study',
  period: { start: '2024-05' },
  study: { reference: 'https://ehr.example/fhir/ResearchStudy/ST-1' },
  individual: { reference: 'Patient/p1', display: 'A. Person' },
  assignedArm: 'A',
};

const SUBJECT_R5 = {
  resourceType: 'ResearchSubject',
  id: 's1',
  identifier: [{ value: '0012' }],
  status: 'active',
  progress: [
    {
      subjectState: { coding: [{ system: 'urn:states', code: 'screening' }] },
      reason: { text: 'consented' },
      startDate: '2024-05-01',
      endDate: '2024-06-01',
    },
    { subjectState: { coding: [{ code: 'on-study' }] }, startDate: '2024-06-01' },
    { milestone: { coding: [{ code: 'randomized' }] }, startDate: '2024-06-02' },
  ],
  study: { reference: 'ResearchStudy/ST-1' },
  subject: { reference: 'Patient/p1' },
};

describe('FHIR resources', () => {
  test('a research subject of R4 and of R5 fill the same columns', async () => {
    const r4 = await read('a.ndjson', lines(SUBJECT_R4));
    const r5 = await read('a.ndjson', lines(SUBJECT_R5));
    expect(r4.traits).toEqual({ fhir_version: '4', delivery: 'bulk', encoding: 'utf-8' });
    expect(r5.traits).toMatchObject({ fhir_version: '5.0' });
    const same = {
      id: 's1',
      identifier_value: '0012',
      study_id: 'ST-1',
      subject_reference: 'Patient/p1',
      subject_id: 'p1',
      subject_state: 'on-study',
      ext: null,
    };
    expect(only(r4.rows.research_subject)).toMatchObject({
      ...same,
      version_id: '3',
      period_start: '2024-05',
      subject_display: 'A. Person',
      assigned_arm: 'A',
    });
    expect(only(r5.rows.research_subject)).toMatchObject({
      ...same,
      status: 'active',
      subject_state_start: '2024-06-01',
    });
    expect(r4.rows.research_subject_progress).toMatchObject([
      {
        research_subject_id: 's1',
        sequence: '0',
        status: 'on-study',
        subject_state: 'on-study',
        study_id: 'ST-1',
        subject_id: 'p1',
        ext: null,
      },
    ]);
    const key = { research_subject_id: 's1', study_id: 'ST-1', subject_id: 'p1' };
    expect(r5.rows.research_subject_progress).toMatchObject([
      {
        ...key,
        sequence: '1',
        subject_state: 'screening',
        end_date: '2024-06-01',
        reason_text: 'consented',
      },
      { ...key, sequence: '2', subject_state: 'on-study', end_date: null },
      { ...key, sequence: '3', milestone: 'randomized', subject_state: null },
    ]);
  });

  test.each([
    ['a pseudonym', {}, 'pseudonymous'],
    ['a year of birth', { birthDate: '1971', gender: 'female' }, 'pseudonymous'],
    ['a day of birth', { birthDate: '1971-04-02' }, 'identifiable'],
    ['a name', { name: [{ family: 'Specimen' }] }, 'identifiable'],
    ['an extension', { extension: [{ url: 'urn:mother', valueString: 'x' }] }, 'identifiable'],
    ['its id as identifier', { identifier: [{ system: 'urn:own', value: 'p1' }] }, 'pseudonymous'],
    ['another number', { identifier: [{ system: 'urn:ssn', value: '999' }] }, 'identifiable'],
    ['no label', { meta: {} }, 'identifiable'],
    ['another type', { resourceType: 'ResearchSubject' }, 'identifiable'],
    [
      'several in one line',
      { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'p2' } }] },
      'identifiable',
    ],
  ])('a bulk file with a patient of %s says of whom it tells', async (_, told, expected) => {
    const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue';
    const label = { system, code: 'PSEUDED' };
    const patient = { resourceType: 'Patient', id: 'p1', meta: { security: [label] } };
    const others = Array.from({ length: 120 }, (_, i) => ({ ...patient, id: `o${i}` }));
    const { traits } = await read('p.ndjson', lines(...others, { ...patient, ...told }));
    expect(traits).toMatchObject({ patients: expected });
    const bundle = { resourceType: 'Bundle', entry: [{ resource: patient }] };
    expect((await read('b.json', JSON.stringify(bundle))).traits).not.toHaveProperty('patients');
  });

  test('a study of R5 tells sponsor, sites, status history and recruitment', async () => {
    const { rows, traits } = await read(
      'study.json',
      JSON.stringify({
        resourceType: 'ResearchStudy',
        id: 'ST-1',
        identifier: [
          { value: 'P-1' },
          { system: 'https://clinicaltrials.gov', value: 'NCT01234567' },
        ],
        status: 'active',
        title: 'A study',
        site: [{ reference: 'Location/a' }, { reference: 'Location/b', display: 'B' }],
        associatedParty: [
          {
            role: { coding: [{ code: 'lead-sponsor' }] },
            name: 'Acme',
            party: { reference: 'Organization/o' },
          },
        ],
        progressStatus: [
          {
            state: { coding: [{ code: 'in-review' }] },
            actual: true,
            period: { end: '2024-01-01' },
          },
          {
            state: { coding: [{ code: 'active' }] },
            actual: true,
            period: { start: '2024-01-01' },
          },
          { state: { coding: [{ code: 'completed' }] }, actual: false },
        ],
        recruitment: { targetNumber: 120, actualNumber: 0 },
        comparisonGroup: [{ linkId: 'g1', name: 'Active' }],
        novelElement: { kept: [1.5] },
      }).replace('1.5', '1.50'),
    );
    expect(traits).toEqual({ fhir_version: '5.0', delivery: 'resource', encoding: 'utf-8' });
    expect(only(rows.research_study)).toMatchObject({
      nct_id: 'NCT01234567',
      identifier_value: 'P-1',
      progress_state: 'active',
      sponsor_name: 'Acme',
      recruitment_target_number: '120',
      recruitment_actual_number: '0',
      ext: '{"novelElement":{"kept":[1.50]}}',
    });
    expect(rows.research_study_site?.map((row) => row.site_id)).toEqual(['a', 'b']);
    expect(rows.research_study_progress?.map((row) => [row.state, row.actual])).toEqual([
      ['in-review', 'true'],
      ['active', 'true'],
      ['completed', 'false'],
    ]);
    expect(only(rows.research_study_party)).toMatchObject({ role: 'lead-sponsor', party_id: 'o' });
    expect(only(rows.research_study_arm)).toMatchObject({ name: 'Active', link_id: 'g1' });
  });

  test('what names a patient stands in columns of its own and never in ext', async () => {
    const secret = 'Secretname';
    const { rows } = await read(
      'p.ndjson',
      lines({
        resourceType: 'Patient',
        id: 'p1',
        text: { status: 'generated', div: `<div>${secret}</div>` },
        extension: [{ url: 'mothersMaidenName', valueString: secret }],
        _birthDate: { extension: [{ url: 'birthTime', valueDateTime: '1970-01-01T01:02:03Z' }] },
        birthDate: '1970-01',
        name: [{ family: secret, given: ['A', 'B'] }],
        telecom: [{ value: secret }],
        address: [{ line: [secret], country: 'DE' }],
        contact: [{ name: { text: secret } }],
        photo: [{ title: secret }],
        deceasedBoolean: false,
        unknown: 1,
      }),
    );
    const row = only(rows.patient);
    const named = Object.keys(row).filter((column) => row[column]?.includes(secret));
    expect(named).toEqual([
      'narrative',
      'extension',
      'name',
      'telecom',
      'address',
      'photo',
      'contact',
    ]);
    expect(row).toMatchObject({
      birth_date: '1970-01',
      address_country: 'DE',
      deceased: 'false',
      deceased_type: 'Boolean',
      ext: '{"unknown":1}',
    });
    expect(row.primitive_extension).toContain('_birthDate');
  });

  test('other types keep all they have; observation values keep their digits', async () => {
    const { rows } = await read(
      'mixed.ndjson',
      `{"resourceType":"Device","id":"d","udiCarrier":[{"x":1}]}
{"resourceType":"Observation","id":"o","code":{"coding":[{"code":"a"},{"code":"b"}]},"valueQuantity":{"value":7.0500,"unit":"mg"}}
`,
    );
    expect(only(rows.resource)).toMatchObject({
      resource_type: 'Device',
      id: 'd',
      ext: '{"udiCarrier":[{"x":1}]}',
    });
    expect(only(rows.observation)).toMatchObject({
      code: 'a',
      value: '7.0500',
      value_unit: 'mg',
      value_type: 'Quantity',
      ext: '{"code":{"coding":[{"code":"b"}]}}',
    });
  });

  test('versions are told by profiles, by elements, or not at all', async () => {
    const version = async (resource: object) =>
      (await read('a.ndjson', lines({ id: '1', ...resource }))).traits.fhir_version;
    expect(await version({ resourceType: 'Patient' })).toBe('unknown');
    expect(await version({ resourceType: 'Group', actual: true })).toBe('4');
    expect(
      await version({
        resourceType: 'Patient',
        meta: { profile: ['http://hl7.org/fhir/StructureDefinition/Patient|4.3.0'] },
      }),
    ).toBe('4.3');
    expect(await version({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' })).toBe(
      '4.0',
    );
    expect((await read('a.ndjson', lines(SUBJECT_R4, SUBJECT_R5))).traits.fhir_version).toBe(
      'mixed',
    );
  });
});

describe('FHIR deliveries', () => {
  const bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    timestamp: '2025-01-01T00:00:00Z',
    entry: [
      {
        fullUrl: 'urn:uuid:1',
        resource: SUBJECT_R4,
        request: { method: 'PUT', url: 'ResearchSubject/s1' },
      },
      { request: { method: 'DELETE', url: 'Patient/p9' } },
      { request: { method: 'DELETE', url: 'Patient?identifier=x' } },
      { response: { status: '201' } },
      { resource: { resourceType: 'Bundle', id: 'inner', entry: [] } },
    ],
  };
  const expected = {
    research_subject: [{ full_url: 'urn:uuid:1', request_method: 'PUT', id: 's1' }],
    deleted: [
      { resource_type: 'Patient', id: 'p9', deleted_at: '2025-01-01T00:00:00Z' },
      { resource_type: 'Patient', id: null, url: 'Patient?identifier=x' },
    ],
    bundle_entry: [{ ext: '{"response":{"status":"201"}}' }],
    resource: [{ resource_type: 'Bundle', id: 'inner' }],
  };

  test('a bundle, pretty, on one line, or one a line', async () => {
    const pretty = await read('b.json', JSON.stringify(bundle, null, 2));
    expect(pretty.traits).toEqual({ fhir_version: '4', delivery: 'bundle', encoding: 'utf-8' });
    expect(pretty.rows).toMatchObject(expected);
    expect((await read('b.json', JSON.stringify(bundle))).rows).toMatchObject(expected);
    const bulk = await read('deleted.000.ndjson', lines(bundle));
    expect(bulk.traits.delivery).toBe('bulk');
    expect(bulk.rows).toMatchObject(expected);
  });

  test('a manifest lists output, deleted and error files; a log its events', async () => {
    const manifest = await read(
      'manifest.json',
      JSON.stringify({
        transactionTime: '2025-01-01T00:00:00Z',
        request: 'https://x/$export',
        requiresAccessToken: true,
        output: [{ type: 'Patient', url: 'https://x/1', count: 5 }],
        deleted: [{ type: 'Bundle', url: 'https://x/2' }],
        error: [],
        extension: { a: 1 },
      }),
    );
    expect(manifest.traits.delivery).toBe('manifest');
    expect(manifest.rows.export_file).toMatchObject([
      {
        kind: 'output',
        type: 'Patient',
        count: '5',
        transaction_time: '2025-01-01T00:00:00Z',
        ext: '{"extension":{"a":1}}',
      },
      { kind: 'deleted', type: 'Bundle', count: null },
    ]);
    const log = await read(
      'log.ndjson',
      lines({ exportId: 'e', eventId: 'kickoff', eventDetail: { a: 1 } }),
    );
    expect(log.rows.export_event).toMatchObject([
      { export_id: 'e', event_id: 'kickoff', event_detail: '{"a":1}' },
    ]);
  });

  test('UTF-16 and a byte order mark', async () => {
    const utf16 = Buffer.from(`\uFEFF${lines(SUBJECT_R4)}`, 'utf16le');
    const read16 = await read('a.ndjson', utf16);
    expect(read16.traits.encoding).toBe('utf-16le');
    expect(only(read16.rows.research_subject).id).toBe('s1');
    expect(
      only((await read('a.ndjson', `\uFEFF${lines(SUBJECT_R4)}`)).rows.research_subject).id,
    ).toBe('s1');
  });

  test('other JSON is not claimed', async () => {
    const isClaimed = (name: string, content: string) =>
      withFile(name, content, (path) => claims(fhir, path));
    expect(await isClaimed('a.json', lines({ resource: 'x' }))).toBe(false);
    expect(await isClaimed('a.json', lines({ a: { resourceType: 'Patient' } }))).toBe(false);
    expect(await isClaimed('a.csv', 'resourceType,id\nPatient,1\n')).toBe(false);
    expect(await isClaimed('a.json', `[${JSON.stringify(SUBJECT_R4)}]`)).toBe(true);
  });
});

describe('bad FHIR input', () => {
  test('a line that is no resource is refused alone', async () => {
    const text = [
      JSON.stringify(SUBJECT_R4),
      '{"resourceType":"Patient","id":',
      '[1]',
      '{"resourceType":7}',
      `{"resourceType":"Patient","id":"p","deep":${'['.repeat(100_000)}`,
      '{"resourceType":"Patient","id":"p","id":"q"}',
      JSON.stringify({ ...SUBJECT_R4, id: 's2' }),
      '',
    ].join('\n');
    const { rows, refused } = await read('a.ndjson', text);
    expect(rows.research_subject?.map((row) => row.id)).toEqual(['s1', 's2']);
    expect(refused.map((each) => each.fault)).toEqual(Array(5).fill('malformed_row'));
    expect(refused[0]?.raw).toBe('"{\\"resourceType\\":\\"Patient\\",\\"id\\":"');
  });

  test('two resources of one id are two rows', async () => {
    const { rows } = await read('a.ndjson', lines(SUBJECT_R4, SUBJECT_R4));
    expect(rows.research_subject).toHaveLength(2);
  });

  test('wrong types where objects or arrays are expected lose nothing', async () => {
    const odd = {
      resourceType: 'ResearchSubject',
      id: ['a'],
      meta: 'm',
      identifier: 'plain',
      status: { code: 'on-study' },
      study: 'ResearchStudy/ST-1',
      progress: 'none',
      period: [],
    };
    const { rows } = await read('a.ndjson', lines(odd));
    expect(only(rows.research_subject)).toMatchObject({
      id: '["a"]',
      identifier: '"plain"',
      study_reference: 'ResearchStudy/ST-1',
      study_id: 'ST-1',
      ext: '{"meta":"m"}',
    });
    expect(only(rows.research_subject_progress).ext).toBe('{"_item":"none"}');
  });

  test.each(['ndjson', 'json'])(
    'a .%s cut at every hundredth is refused or whole lines',
    async (ending) => {
      const long = { ...SUBJECT_R5, note: 'é'.repeat(300) };
      const text =
        ending === 'ndjson'
          ? lines(long, long, long)
          : JSON.stringify(
              { resourceType: 'Bundle', entry: [{ resource: long }, { resource: long }] },
              null,
              1,
            );
      const bytes = Buffer.from(text);
      for (let percent = 1; percent < 100; percent += 1) {
        const cut = bytes.subarray(0, Math.floor((bytes.length * percent) / 100));
        const isClaimed = await withFile(`a.${ending}`, cut, (path) => claims(fhir, path));
        if (!isClaimed) {
          expect(percent).toBeLessThan(10);
          continue;
        }
        const outcome = await read(`a.${ending}`, cut).catch((error: unknown) => error);
        expect(outcome).toMatchObject({
          code: expect.stringMatching(/MALFORMED_FILE|WRONG_ENCODING/),
        });
      }
    },
  );

  test('a string of 10 MB is one cell', async () => {
    const div = 'x'.repeat(10_000_000);
    const { rows } = await read('a.ndjson', lines({ ...SUBJECT_R4, text: { div } }));
    expect(only(rows.research_subject).narrative).toHaveLength(10_000_010);
  });
});
