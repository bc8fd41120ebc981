import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { renderSamplesPage, samplesPage } from '../../scripts/samples-page.ts';

test('docs/samples.md says what becomes of every real file', async ({ skip }) => {
  const rendered = await renderSamplesPage();
  if (rendered === undefined) return skip('the samples are not at hand');
  expect(rendered).toBe(await readFile(samplesPage, 'utf8'));
  expect(rendered).not.toMatch(/load=|\d{8}T\d{9}Z/);
}, 900_000);
