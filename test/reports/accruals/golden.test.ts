import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { shown, write } from './writing.ts';

const golden = fileURLToPath(new URL('../golden/accruals-2026-03.txt', import.meta.url));

test('the workbook of the small portfolio is the reviewed one, cell by cell', async () => {
  const { book } = await write();
  const dump = book.worksheets.map(dumpSheet).join('\n');
  const reviewed = existsSync(golden) ? readFileSync(golden, 'utf8') : '';
  if (dump !== reviewed) writeFileSync(`${golden}.actual`, dump);
  expect(dump).toBe(reviewed);
});

function dumpSheet(sheet: ExcelJS.Worksheet): string {
  const lines = [`# ${sheet.name}`];
  sheet.eachRow((row) => {
    row.eachCell((cell) => {
      if (cell.isMerged && cell.master.address !== cell.address) return;
      const formula = cell.formula === undefined ? '' : `  =${cell.formula}`;
      if (String(shown(cell)).trim() !== '')
        lines.push(`${cell.address}  ${shown(cell)}${formula}`);
    });
  });
  return `${lines.join('\n')}\n`;
}
