import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { unzipSync } from 'fflate';

/**
 * Prints rows and bytes of each file of the hub, and bytes of each system, for generated portfolios:
 * `node --import tsx scripts/portfolio-table.ts OUT...`, a column for each. Rows of a file are
 * summed over its deliveries.
 */
interface Amount {
  rows: number;
  bytes: number;
}

const engine = await DuckDBInstance.create();
const connection = await engine.connect();

const lines = (bytes: Uint8Array): number => {
  let count = 0;
  for (const byte of bytes) if (byte === 10) count++;
  return count;
};

async function parquetRows(path: string): Promise<number> {
  const reader = await connection.runAndReadAll(
    `select count(*)::double from read_parquet('${path.replaceAll("'", "''")}')`,
  );
  return Number(reader.getRows()[0]?.[0] ?? 0);
}

async function csvRows(path: string): Promise<number> {
  const reader = await connection.runAndReadAll(
    `select count(*)::double from read_csv('${path.replaceAll("'", "''")}', all_varchar = true, header = true, delim = chr(1), quote = '', auto_detect = false, columns = {line: 'varchar'})`,
  );
  return Number(reader.getRows()[0]?.[0] ?? 0);
}

/** Data rows of the members of a file, by the name of the table they hold. */
async function rowsOf(path: string, name: string): Promise<[table: string, rows: number][]> {
  if (name.endsWith('.parquet')) return [[name, await parquetRows(path)]];
  if (name.endsWith('.zip')) {
    const members = unzipSync(await readFile(path));
    return Object.entries(members).map(([member, bytes]) => [member, lines(bytes) - 1]);
  }
  if (name.endsWith('.gz')) return [[name, lines(gunzipSync(await readFile(path))) - 1]];
  if (name.endsWith('.ndjson')) return [[name, lines(await readFile(path))]];
  return [[name, await csvRows(path)]];
}

const tableOf = (name: string): string =>
  name.replace(/\..*$/, '').replace(/_(updates|deletes)$/, '');

function add(amounts: Map<string, Amount>, key: string, rows: number, bytes: number): void {
  const amount = amounts.get(key) ?? { rows: 0, bytes: 0 };
  amount.rows += rows;
  amount.bytes += bytes;
  amounts.set(key, amount);
}

async function amountsOf(out: string): Promise<Map<string, Amount>> {
  const amounts = new Map<string, Amount>();
  for (const shape of ['deliveries', 'native']) {
    const entries = await readdir(join(out, shape), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries.filter((it) => it.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const [, system = ''] = path.slice(join(out, shape).length + 1).split('/');
      const { size } = await stat(path);
      if (shape === 'native') {
        add(amounts, `native/${system}`, 0, size);
        continue;
      }
      const tables = await rowsOf(path, entry.name);
      for (const [table, rows] of tables)
        add(amounts, `${system}/${tableOf(table)}`, rows, size / tables.length);
    }
  }
  return amounts;
}

const portfolios = await Promise.all(process.argv.slice(2).map(amountsOf));
const keys = [...new Set(portfolios.flatMap((amounts) => [...amounts.keys()]))].sort(
  (a, b) => Number(a.startsWith('native')) - Number(b.startsWith('native')) || (a < b ? -1 : 1),
);
const cells = (amount: Amount | undefined): string => {
  if (!amount) return ' | ';
  const rows = amount.rows === 0 ? '' : amount.rows.toLocaleString('en-US');
  return `${rows} | ${(amount.bytes / 1e6).toFixed(amount.bytes < 1e6 ? 2 : 1)}`;
};
for (const key of keys)
  process.stdout.write(`| ${key} | ${portfolios.map((it) => cells(it.get(key))).join(' | ')} |\n`);
connection.closeSync();
engine.closeSync();
