import { type Engine, text } from '../engine.ts';
import type { FileMapping, Unpivot } from '../profiles/profile.ts';
import { clean } from './clean.ts';
import type { SourceColumn } from './plan.ts';

const isWide = (unpivot: Unpivot, column: SourceColumn): boolean =>
  new RegExp(`^(?:${unpivot.columns})$`).test(column.name.trim());

/**
 * Makes the view `delivered_rows` (`_id`, `_row`, `_fault`, cells) over `delivered` and gives its columns: the delivered
 * ones, or for a wide table its fixed columns and the two of the profile's `unpivot`, one row per cell that has a value.
 */
export const shapeRows = async (
  engine: Engine,
  mapping: FileMapping,
  header: readonly SourceColumn[],
): Promise<readonly SourceColumn[]> => {
  const { unpivot } = mapping;
  if (!unpivot) {
    await engine.run('CREATE VIEW delivered_rows AS SELECT _row AS _id, * FROM delivered');
    return header;
  }
  const wide = header.filter((column) => isWide(unpivot, column));
  const fixed = header.filter((column) => !isWide(unpivot, column));
  const words = mapping.reading.null_words ?? [];
  const cells = wide.map(
    ({ name, cell }) => `{'name': ${text(name.trim())}, 'value': ${clean(cell, words)}}`,
  );
  const kept = fixed.map((column) => `, ${column.cell}`).join('');
  await engine.run(
    `CREATE TABLE unpivoted AS SELECT _row, _fault, _cells${kept}, pair.name AS n0, pair.value AS n1 FROM (SELECT *, unnest([${cells.join(', ')}]) AS pair FROM delivered WHERE _fault IS NULL) WHERE pair.value IS NOT NULL`,
  );
  await engine.run(
    `INSERT INTO unpivoted SELECT _row, _fault, _cells${fixed.map(() => ', NULL').join('')}, NULL, NULL FROM delivered WHERE _fault IS NOT NULL`,
  );
  await engine.run('CREATE VIEW delivered_rows AS SELECT rowid AS _id, * FROM unpivoted');
  return [...fixed, { name: unpivot.name, cell: 'n0' }, { name: unpivot.value, cell: 'n1' }];
};
