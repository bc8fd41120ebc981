import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';

/** Lines in an order that depends on their text alone, so that runs repeat. */
const mixed = (lines: readonly string[]): string[] => {
  const keyed = lines.map((line, i) => ({
    line,
    key: (i * 7919 + line.length * 104_729) % 65_521,
  }));
  return keyed.sort((a, b) => b.key - a.key).map(({ line }) => line);
};

/** The text with its rows in another order, its header first; as it is where a row may span lines. */
function shuffledText(text: string, hasHeader: boolean): string {
  const lines = text.split(/(?<=\n)/);
  const [header = '', ...rest] = hasHeader ? lines : ['', ...lines];
  const isWhole = rest.every((line) => line.endsWith('\n') && line.split('"').length % 2 === 1);
  return isWhole ? header + mixed(rest).join('') : text;
}

/** Copies a folder of deliveries with the rows of its text files in another order; returns how many files that changed. */
export function copyShuffled(from: string, to: string): number {
  cpSync(from, to, { recursive: true });
  let changed = 0;
  for (const file of readdirSync(to, { recursive: true }).map(String)) {
    const format = /\.(csv|tsv|ndjson)(\.gz)?$/.exec(file);
    if (!format) continue;
    const path = join(to, file);
    const bytes = readFileSync(path);
    const text = (format[2] ? gunzipSync(bytes) : bytes).toString('latin1');
    const shuffled = shuffledText(text, format[1] !== 'ndjson');
    if (shuffled === text) continue;
    const written = Buffer.from(shuffled, 'latin1');
    writeFileSync(path, format[2] ? gzipSync(written) : written);
    changed += 1;
  }
  return changed;
}

/** Columns that say from where a row came. */
const lineage = ['source_load_id', 'source_row', 'known_load_id'];

/** Marts whose rows differ between two builds, columns of lineage and findings of loads aside. */
export async function differentMarts(one: string, other: string): Promise<string[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    await connection.run(`attach '${join(one, 'warehouse.duckdb')}' as one (read_only)`);
    await connection.run(`attach '${join(other, 'warehouse.duckdb')}' as other (read_only)`);
    const tables = await connection.runAndReadAll(
      `select table_name, string_agg('"' || column_name || '"', ', ' order by column_index)
        from duckdb_columns()
        where database_name = 'one' and schema_name = 'marts'
          and column_name not in (${lineage.map((name) => `'${name}'`).join(', ')})
        group by table_name order by table_name`,
    );
    const different: string[] = [];
    for (const [table, columns] of tables.getRows()) {
      const rows = (of: string) =>
        `select ${columns} from ${of}.marts.${table}${table === 'data_findings' ? " where kind <> 'rejected_rows'" : ''}`;
      const found = await connection.runAndReadAll(
        `select (select count(*) from (${rows('one')} except all ${rows('other')})),
          (select count(*) from (${rows('other')} except all ${rows('one')}))`,
      );
      const [gone, come] = found.getRows()[0]?.map(Number) ?? [];
      if (gone !== 0 || come !== 0) different.push(`${table}: ${gone} rows gone, ${come} come`);
    }
    return different;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
