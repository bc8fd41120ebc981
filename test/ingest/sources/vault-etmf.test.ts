import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vaultEtmf } from '../../../fixtures/native/etmf/vault.ts';
import { counts, dayOf, deliverNative, type NativeHome, rowsIn } from './native.ts';

describe('Vault eTMF', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([vaultEtmf], 5);
  });
  afterAll(() => home.at.remove());

  test.each([0, 1, 2, 3, 4])('delivery %i lands row for row', (at) => {
    const documents = rowsIn(dayOf(home, at), /^document__v/).length;
    const expected = rowsIn(dayOf(home, at), /^edl_item__v/).length;
    expect(counts(dayOf(home, at).outcomes)).toEqual([
      `expected_document ${expected}/${expected}`,
      `tmf_document ${documents}/${documents}`,
    ]);
  });

  test('artifact numbers keep their zeros, a version is major and minor', async () => {
    const numbers = await home.at.rows('tmf_document', 'artifact_number');
    expect(numbers.filter((number) => !/^\d\d\.\d\d\.\d\d$/.test(String(number)))).toEqual([]);
    const versions = new Set(await home.at.rows('tmf_document', 'version'));
    expect([...versions].filter((version) => !/^\d+\.\d+$/.test(String(version)))).toEqual([]);
  });

  test.each([
    ['tmf_document', 'status'],
    ['tmf_document', 'first_qc_result'],
    ['expected_document', 'requiredness'],
    ['expected_document', 'completeness'],
  ])('no API name is left in %s.%s', async (feed, column) => {
    const words = await home.at.rows(feed, column);
    expect(words.filter((word) => /__(v|c)$/.test(String(word)))).toEqual([]);
  });

  test('a met expectation names a document that landed', async () => {
    const documents = new Set(await home.at.rows('tmf_document', 'document_number'));
    const met = await home.at.rows(
      'expected_document',
      "CASE WHEN completeness = 'complete' THEN document_id END",
    );
    const named = met.filter((id) => id !== null);
    expect(named.length).toBeGreaterThan(1_000);
    expect(named.filter((id) => !documents.has(id))).toEqual([]);
  });
});
