import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDoor, viewerFor } from '@portolan/query';
import { reportErrorCodes, writeReport } from '@portolan/reports';
import { expect, test } from 'vitest';
import { openReader } from '../../reports/accruals/reader.ts';
import { buildPortfolio } from './accruals/portfolio.ts';
import { finance, write } from './accruals/writing.ts';

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

test.each(['leadership', 'feasibility', 'clinical_operations'])(
  'the refusal of the query door reaches the role %s',
  async (role) => {
    await expect(write([], { viewer: viewerFor(role, 'someone') })).rejects.toMatchObject({
      code: 'QUERY_CLASS_DENIED',
      message: expect.stringContaining(role),
    });
  },
);

test('a viewer of one study gets a workbook that cannot be posted', async () => {
  const viewer = { ...finance, scope: { ...finance.scope, studies: ['STUDY-A'] } };
  const { status, controls, book } = await write([], { viewer });
  expect(controls.find(({ id }) => id === 'C5')?.status).toBe('NOT EVALUATED');
  expect(status).toBe('BLOCKED');
  expect(book.getWorksheet('Summary')?.getColumn(1).values).not.toContain('STUDY-B');
});

test('answers of two builds are never mixed', async () => {
  const door = await openDoor(await buildPortfolio());
  const reader = openReader(door, finance, 'the-build-before');
  await expect(reader.list('dim_study', ['study_id'], [], ['study_id'])).rejects.toMatchObject({
    code: 'REPORT_BUILD_CHANGED',
  });
  await door.close();
});

test('a value that is no amount is refused without quoting it', async () => {
  const untyped = [
    'alter table marts.earned_cost alter column rate_amount type varchar',
    `update marts.earned_cost set rate_amount = 'twelve' where subject_id = '0001'`,
  ];
  const refusal = write(untyped);
  await expect(refusal).rejects.toMatchObject({ code: 'REPORT_VALUE_UNREADABLE' });
  await expect(refusal).rejects.not.toThrow('twelve');
});

test('every error code is written once', () => {
  expect(new Set(reportErrorCodes).size).toBe(reportErrorCodes.length);
});
