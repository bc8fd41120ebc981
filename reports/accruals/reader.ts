import type { Door, Filter, Row, Viewer } from '@portolan/query';
import { ReportError } from '../errors.ts';

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

/**
 * Reads marts through the query door for one viewer and remembers what was asked. Every answer must
 * come from the same build, or the figures would not belong together.
 */
export function openReader(door: Door, viewer: Viewer, buildId: string): MartReader {
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
      if (result.stamp.build_id !== buildId) {
        throw new ReportError(
          'REPORT_BUILD_CHANGED',
          'A new build was published while the report was being written: run it again.',
        );
      }
      const rows = result.rows();
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
