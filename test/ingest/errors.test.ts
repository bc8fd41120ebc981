import { readFileSync } from 'node:fs';
import { INGEST_CODES } from '@portolan/ingest';
import { expect, test } from 'vitest';

const source = readFileSync(new URL('../../ingest/errors.ts', import.meta.url), 'utf8');

test('every code is listed once, in order, and has one maker', () => {
  expect([...INGEST_CODES]).toEqual([...new Set(INGEST_CODES)].sort());
  const made = [...source.matchAll(/new IngestError\(\s*'([A-Z_]+)'/g)].map((match) => match[1]);
  expect([...new Set(made)].sort()).toEqual([...INGEST_CODES]);
});
