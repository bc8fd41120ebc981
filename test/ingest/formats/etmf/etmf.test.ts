import { describe, expect, test } from 'vitest';
import { etmf } from '../../../../ingest/formats/etmf/etmf.ts';
import { claims, collect, withFile } from '../collect.ts';

const read = (content: string | Uint8Array) =>
  withFile('exchange.xml', content, (path) => collect(etmf, path));

const OURS = `<?xml version="1.0" encoding="UTF-8"?>
<batch transferId="T-1" specificationVersion="1.0.2" created="2026-01-01T00:00:00Z" objects="2">
 <study id="ABC-1" name="A study" referenceModel="TMF Reference Model" referenceModelVersion="3.3.1"/>
 <object id="D-1" level="site"><artifact number="05.02.04" name="Curriculum Vitae"/><country>DE</country><site>0201</site>
  <documentDate>2025-06-01</documentDate><filedDate>2025-06-03</filedDate><qualityCheck date="2025-06-05" result="pass"/><oddElement a="1">kept</oddElement>
  <version number="1.0" status="superseded"><file path="a.pdf" size="1" checksumType="SHA-256" checksum="aa"/></version>
  <version number="2.0" status="final" finalised="2025-06-05"><file path="b.pdf" size="2" checksumType="SHA-256" checksum="bb"/>
   <audit><record action="approved" date="2025-06-05T10:00:00Z" user="u1"/></audit></version>
  <auditRecord action="filed" user="u2"/></object>
 <object id="D-2" level="trial"><artifact number="02.01.02"/><version number="1.0"/></object>
 <object level="trial"><artifact number="02.01.03"/></object>
</batch>`;

const OTHER = `<e:Exchange xmlns:e="urn:vendor" ID="T-2"><e:StudyID>XYZ</e:StudyID>
 <e:Documents><e:Document UniqueID="7"><e:Artifact_Number>01.01.01</e:Artifact_Number><e:Title>Plan</e:Title><e:TMF_Level>Trial</e:TMF_Level>
 <e:Version>3</e:Version><e:Signature><e:Signer>u3</e:Signer><e:Meaning>approved</e:Meaning></e:Signature></e:Document></e:Documents></e:Exchange>`;

describe('eTMF exchange', () => {
  test('documents, their versions, audit records and everything by path', async () => {
    const { rows, refused, traits } = await read(OURS);
    expect(traits).toEqual({ specification_version: '1.0.2', encoding: 'utf-8' });
    expect(rows.transfer).toMatchObject([
      {
        transfer_id: 'T-1',
        study_id: 'ABC-1',
        objects_announced: '2',
        objects: '3',
        reference_model_version: '3.3.1',
        ext: null,
      },
    ]);
    expect(rows.document?.[0]).toMatchObject({
      study_id: 'ABC-1',
      document_id: 'D-1',
      artifact_number: '05.02.04',
      artifact_name: 'Curriculum Vitae',
      level: 'site',
      country: 'DE',
      site_id: '0201',
      document_date: '2025-06-01',
      quality_check_result: 'pass',
      version: '2.0',
      status: 'final',
      finalised_date: '2025-06-05',
      checksum: 'bb',
      versions: '2',
      ext: '[["oddElement@a","1"],["oddElement","kept"]]',
    });
    expect(
      rows.document_version?.map((row) => [row.document_id, row.version, row.file_path]),
    ).toEqual([
      ['D-1', '1.0', 'a.pdf'],
      ['D-1', '2.0', 'b.pdf'],
      ['D-2', '1.0', null],
    ]);
    expect(rows.audit).toMatchObject([
      { document_id: 'D-1', action: 'approved', user: 'u1', date: '2025-06-05T10:00:00Z' },
      { document_id: 'D-1', action: 'filed', user: 'u2' },
    ]);
    const metadata = rows.object_metadata?.filter((row) => row.document_id === 'D-1') ?? [];
    expect(metadata.find((row) => row.path === 'qualityCheck@date')?.value).toBe('2025-06-05');
    expect(refused).toMatchObject([{ table: 'document' }]);
    expect(refused[0]?.raw).toContain('02.01.03');
  });

  test('another spelling, case, nesting and namespace', async () => {
    const { rows } = await read(OTHER);
    expect(rows.document).toMatchObject([
      {
        transfer_id: 'T-2',
        study_id: 'XYZ',
        document_id: '7',
        document_name: 'Plan',
        artifact_number: '01.01.01',
        level: 'Trial',
        version: '3',
        ext: null,
      },
    ]);
    expect(rows.audit).toMatchObject([{ user: 'u3', action: 'approved' }]);
  });

  test('cut at every hundredth; other XML is not claimed', async () => {
    const bytes = Buffer.from(OURS);
    for (let percent = 25; percent < 100; percent += 1)
      await expect(read(bytes.subarray(0, (bytes.length * percent) / 100))).rejects.toMatchObject({
        code: 'MALFORMED_FILE',
      });
    const isClaimed = (content: string) => withFile('a.xml', content, (path) => claims(etmf, path));
    expect(await isClaimed('<batch><object id="1"/></batch>')).toBe(false);
    expect(await isClaimed('<other><artifact number="1"/></other>')).toBe(false);
  });
});
