import { expect, test } from 'vitest';
import { odm } from '../../../../ingest/formats/odm/odm.ts';
import { type Collected, collect, withFile } from '../collect.ts';

const NS = 'xmlns="http://www.cdisc.org/ns/odm/v1.3"';

const clinical = (inner: string): string =>
  `<ClinicalData StudyOID="X" MetaDataVersionOID="1"><SubjectData SubjectKey="s"><StudyEventData StudyEventOID="V"><FormData FormOID="F"><ItemGroupData ItemGroupOID="G">${inner}</ItemGroupData></FormData></StudyEventData></SubjectData></ClinicalData>`;

const document = (inner: string, namespaces = NS): string =>
  `<ODM ${namespaces} FileOID="f" FileType="Snapshot" CreationDateTime="2026-01-01T00:00:00">${inner}</ODM>`;

const read = (text: string): Promise<Collected> =>
  withFile('odm.xml', text, (path) => collect(odm, path));

test('prefixes mean nothing, namespaces do', async () => {
  const prefixed = document(
    clinical(
      '<ItemData ItemOID="I" Value="1"><r:Query QueryRepeatKey="9" Status="Open"/></ItemData>',
    ),
    'xmlns:r="http://www.mdsol.com/ns/odm/metadata" xmlns:o="http://www.cdisc.org/ns/odm/v1.3"',
  ).replaceAll(/<(\/?)([A-Z])/g, '<$1o:$2');
  const { rows, traits } = await read(prefixed);
  expect(traits.vendor).toBe('rave');
  expect(rows.item?.[0]).toMatchObject({ item_oid: 'I', value: '1', subject_key: 's' });
  expect(rows.query?.[0]).toMatchObject({ query_id: '9', item_oid: 'I' });
});

test('ODM without a namespace is ODM 1', async () => {
  const { rows, traits } = await read(document(clinical('<ItemData ItemOID="I" Value="1"/>'), ''));
  expect(traits.odm_version).toBe('1');
  expect(rows.item?.length).toBe(1);
});

test('no value, an empty value, null and a removal are told apart', async () => {
  const { rows } = await read(
    document(
      clinical(
        '<ItemData ItemOID="A"/><ItemData ItemOID="B" Value=""/><ItemData ItemOID="C" IsNull="Yes"/><ItemData ItemOID="D" TransactionType="Remove"/>',
      ),
    ),
  );
  expect(
    rows.item?.map(({ item_oid, value_given, value_stated, is_null }) =>
      [item_oid, value_given, value_stated, is_null].join(),
    ),
  ).toEqual(['A,No,No,', 'B,Yes,Yes,', 'C,No,Yes,Yes', 'D,No,Yes,']);
});

test('the transaction of an outer element holds for what is within, and no longer', async () => {
  const { rows } = await read(
    document(
      clinical('<ItemData ItemOID="A" Value="1"/>').replace(
        '<FormData ',
        '<FormData TransactionType="Remove" ',
      ) + clinical('<ItemData ItemOID="B" Value="1"/>'),
    ),
  );
  expect(rows.item?.map((row) => row.transaction_type)).toEqual(['Remove', null]);
  expect(rows.event?.map((row) => row.transaction_type)).toEqual([null, null]);
});

test('context does not leak into what follows', async () => {
  const { rows } = await read(
    document(
      `${clinical('<ItemData ItemOID="A" Value="1"/>')}<ClinicalData StudyOID="Y" MetaDataVersionOID="2"><SubjectData SubjectKey="t"/></ClinicalData>`,
    ),
  );
  expect(rows.subject?.[1]).toMatchObject({ study_oid: 'Y', subject_key: 't', site_oid: null });
});

test('each of several values is a row', async () => {
  const { rows } = await read(
    document(
      clinical('<ItemData ItemOID="A"><Value>1</Value><Value>2</Value></ItemData>'),
      'xmlns="http://www.cdisc.org/ns/odm/v2.0"',
    ),
  );
  expect(rows.item?.map((row) => `${row.value_index}=${row.value}`)).toEqual(['1=1', '2=2']);
});

test('the query takes the audit record of its item, wherever that stands', async () => {
  const record =
    '<AuditRecord><UserRef UserOID="u"/><DateTimeStamp>2026-01-02T03:04:05</DateTimeStamp></AuditRecord>';
  const query = '<m:Query QueryRepeatKey="1" Status="Answered"/>';
  const { rows } = await read(
    document(
      clinical(`<ItemData ItemOID="A">${query}${record}</ItemData>`),
      `${NS} xmlns:m="http://www.mdsol.com/ns/odm/metadata"`,
    ),
  );
  expect(rows.query?.[0]).toMatchObject({
    audit_user_oid: 'u',
    answered_date: '2026-01-02T03:04:05',
    created_date: null,
  });
});

test.each([
  ['Type', 'http://www.openclinica.org/ns/odm_ext_v130/v3.1'],
  ['AuditType', 'http://www.openclinica.org/ns/odm_ext_v130/v3.1'],
])('an OpenClinica audit log says its type by %s, with or without prefix', async (name, urn) => {
  for (const prefix of ['', 'q:']) {
    const log = `<q:AuditLogs EntityID="I"><q:AuditLog ${prefix}ID="7" ${prefix}${name}="Item data value updated" ${prefix}OldValue="1" ${prefix}NewValue="2"/></q:AuditLogs>`;
    const { rows } = await read(
      document(
        clinical(`<ItemData ItemOID="A" Value="2">${log}</ItemData>`),
        `${NS} xmlns:q="${urn}"`,
      ),
    );
    expect(rows.audit_log).toHaveLength(1);
    expect(rows.audit_log?.[0]).toMatchObject({
      audit_log_id: '7',
      audit_type: 'Item data value updated',
      old_value: '1',
      new_value: '2',
      ext: null,
    });
  }
});

test('what no table knows is JSON beside its row', async () => {
  const { rows } = await read(
    document(
      clinical(
        '<ItemData ItemOID="A" z:mark="&quot;1&quot;"><z:note z:by="me">a<z:b/>c</z:note></ItemData>',
      ),
      `${NS} xmlns:z="urn:z"`,
    ),
  );
  expect(JSON.parse(rows.item?.[0]?.ext ?? '')).toEqual({
    '@{urn:z}mark': '"1"',
    '{urn:z}note': [{ '@{urn:z}by': 'me', '{urn:z}b': [{}], '#text': 'ac' }],
  });
});

test('annotations hold their flags, and keep the comment', async () => {
  const { rows } = await read(
    document(
      clinical(
        '<ItemData ItemOID="A" Value="1"><Annotation SeqNum="1"><Comment SponsorOrSite="Site">c</Comment><Flag><FlagValue CodeListOID="CL.V">open</FlagValue><FlagType CodeListOID="CL.T">query</FlagType></Flag></Annotation></ItemData>',
      ),
    ),
  );
  expect(rows.annotation?.[0]).toMatchObject({
    seq_num: '1',
    comment: 'c',
    comment_source: 'Site',
  });
  expect(JSON.parse(rows.annotation?.[0]?.flags ?? '')).toEqual([
    { value: 'open', value_code_list_oid: 'CL.V', type: 'query', type_code_list_oid: 'CL.T' },
  ]);
});

test('a file cut at any hundredth is refused', async () => {
  const items = Array.from({ length: 200 }, (_, n) => `<ItemData ItemOID="I${n}" Value="é${n}"/>`);
  const whole = Buffer.from(document(clinical(items.join('\n'))));
  for (let percent = 1; percent < 100; percent += 1) {
    const cut = whole.subarray(0, Math.floor((whole.length * percent) / 100));
    await withFile('cut.xml', cut, async (path) => {
      await expect(collect(odm, path)).rejects.toMatchObject({ name: 'IngestError' });
    });
  }
});
