import { text } from '../engine.ts';
import type { Piece } from '../formats/piece.ts';
import type { FeedMapping, FileMapping, Unpivot } from '../profiles/profile.ts';
import { unwantedBy } from '../profiles/unwanted.ts';
import { clean } from './clean.ts';
import type { SourceColumn } from './plan.ts';

/** The columns of a wide table that become rows; one that must not be written is none of them. */
export const wideColumns = (
  mapping: FileMapping,
  { columns }: Unpivot,
  header: readonly SourceColumn[],
): readonly SourceColumn[] => {
  const pattern = new RegExp(`^(?:${columns})$`, 'i');
  const isUnwanted = unwantedBy(mapping);
  return header.filter(({ name }) => pattern.test(name.trim()) && !isUnwanted(name));
};

/** How the pieces of a table become rows: the columns of those rows, and each piece in that shape. */
export interface RowShape {
  readonly header: readonly SourceColumn[];
  shape(piece: Piece): Piece;
}

/**
 * The delivered rows themselves, or for a feed of a wide table its fixed columns and the two of the feed's `unpivot`, one
 * row per cell that has a value. A faulty row stays one row.
 */
export const shapeOf = (
  mapping: FileMapping,
  { unpivot }: FeedMapping,
  header: readonly SourceColumn[],
): RowShape => {
  if (!unpivot) return { header, shape: (piece) => piece };
  const wide = wideColumns(mapping, unpivot, header);
  const fixed = header.filter((column) => !wide.includes(column));
  const words = mapping.reading.null_words ?? [];
  const cells = (piece: Piece): string =>
    wide
      .map(
        ({ name, cell }) =>
          `{'name': ${text(name.trim())}, 'value': ${clean(cell, words, piece.blanks)}}`,
      )
      .join(', ');
  const kept = fixed.map((column) => `, ${column.cell}`).join('');
  const shape = (piece: Piece): Piece => ({
    ...piece,
    relation: `SELECT _row, _fault, _cells${kept}, pair.name AS n0, pair.value AS n1 FROM (SELECT *, unnest(CASE WHEN _fault IS NULL THEN [${cells(piece)}] ELSE [{'name': NULL, 'value': NULL}] END) AS pair FROM (${piece.relation})) WHERE _fault IS NOT NULL OR pair.value IS NOT NULL`,
    shape,
  });
  return {
    header: [...fixed, { name: unpivot.name, cell: 'n0' }, { name: unpivot.value, cell: 'n1' }],
    shape,
  };
};
