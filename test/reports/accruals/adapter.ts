import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Door } from '../../../reports/accruals/door.ts';

export async function openAdapter(home: string): Promise<Door> {
  const id = readFileSync(join(home, 'current'), 'utf8');
  const instance = await DuckDBInstance.create(join(home, 'builds', id, 'warehouse.duckdb'), {
    access_mode: 'READ_ONLY',
  });
  const connection = await instance.connect();
  return {
    build: () => JSON.parse(readFileSync(join(home, 'builds', id, 'build.json'), 'utf8')),
    async query({ list, columns, where, order }) {
      const filters = where.map(
        ({ dimension, op, values }) =>
          `${dimension} ${op} ${op === 'in' ? `(${values.map((v) => `'${v}'`)})` : `'${values[0]}'`}`,
      );
      const sql = `select ${columns.map((c) => `cast(${c} as varchar) as ${c}`)} from marts.${list}
        where ${['true', ...filters].join(' and ')}
        order by ${order.map(({ column }) => column)}`;
      const read = await connection.runAndReadAll(sql);
      return { rows: () => read.getRowObjects() };
    },
  };
}
