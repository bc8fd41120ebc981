import type { Door, Filter, Viewer } from './door.ts';
import type { Row } from './value.ts';

/** One question put to the query door, as the Provenance sheet lists it. */
export type Reading = {
  readonly mart: string;
  readonly filters: string;
  readonly rows: number;
};

export type MartReader = {
  list(
    mart: string,
    columns: readonly string[],
    where: readonly Filter[],
    order: readonly string[],
  ): Promise<readonly Row[]>;
  readonly readings: readonly Reading[];
};

/** Reads marts through the query door for one viewer and remembers what was asked. */
export function openReader(door: Door, viewer: Viewer): MartReader {
  const readings: Reading[] = [];
  return {
    readings,
    async list(mart, columns, where, order) {
      const result = await door.query(
        {
          list: mart,
          columns: [...columns],
          where: [...where],
          order: order.map((column) => ({ column })),
        },
        viewer,
      );
      const rows = await result.rows();
      readings.push({
        mart,
        filters: where.map(describe).join(' and ') || 'none',
        rows: rows.length,
      });
      return rows;
    },
  };
}

function describe({ dimension, op, values }: Filter): string {
  return `${dimension} ${op} ${values.join(', ')}`.trim();
}
