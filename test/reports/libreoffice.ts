import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Exports every sheet, one field per cell, quoted text, formulas recalculated, in plain numbers. */
const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';

/** Settings under which LibreOffice ignores every cached value (OOXMLRecalcMode 0: always). */
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`;

export function hasLibreOffice(): boolean {
  return spawnSync('soffice', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Rows of every sheet as LibreOffice computes them, by sheet name. */
export function recalculateInLibreOffice(bytes: Uint8Array): ReadonlyMap<string, string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-office-'));
  const profile = join(folder, 'profile');
  mkdirSync(join(profile, 'user'), { recursive: true });
  writeFileSync(join(profile, 'user', 'registrymodifications.xcu'), settings);
  writeFileSync(join(folder, 'book.xlsx'), bytes);
  const run = spawnSync(
    'soffice',
    [
      `-env:UserInstallation=${pathToFileURL(profile)}`,
      '--headless',
      '--convert-to',
      filter,
      '--outdir',
      join(folder, 'out'),
      join(folder, 'book.xlsx'),
    ],
    { encoding: 'utf8', timeout: 90_000 },
  );
  if (run.status !== 0) throw new Error(`soffice failed: ${run.stderr}`);
  return new Map(
    readdirSync(join(folder, 'out')).map((file) => [
      file.replace(/^book-/, '').replace(/\.csv$/, ''),
      fields(readFileSync(join(folder, 'out', file), 'utf8')),
    ]),
  );
}

function fields(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows;
}
