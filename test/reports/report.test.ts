import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportErrorCodes, writeReport } from '@portolan/reports';
import { expect, test } from 'vitest';
import { write } from './accruals/writing.ts';

test('a period that is no month is refused', async () => {
  await expect(write([], { period: '2026-3' })).rejects.toMatchObject({
    code: 'REPORT_PERIOD_MALFORMED',
    message: 'Period "2026-3" is not a month: write it as YYYY-MM, for example 2026-03.',
  });
});

test('a period after the data is refused', async () => {
  await expect(write([], { period: '2026-04' })).rejects.toMatchObject({
    code: 'REPORT_PERIOD_AFTER_DATA',
    message: expect.stringContaining('2026-03-31'),
  });
});

test('a period before the data is refused, naming the first one', async () => {
  await expect(write([], { period: '2026-01' })).rejects.toMatchObject({
    code: 'REPORT_PERIOD_BEFORE_DATA',
    message: expect.stringContaining('2026-02'),
  });
});

test('a folder that is a file is refused in a sentence', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'portolan-report-')), 'taken');
  writeFileSync(file, '');
  await expect(write([], { out: file })).rejects.toMatchObject({ code: 'REPORT_OUT_UNWRITABLE' });
});

test('an unknown report is refused, naming those that exist', async () => {
  await expect(writeReport('accrual', {} as never)).rejects.toMatchObject({
    code: 'REPORT_UNKNOWN',
    message: 'There is no report "accrual": choose one of accruals.',
  });
});

test('every error code is written once', () => {
  expect(new Set(reportErrorCodes).size).toBe(reportErrorCodes.length);
});
