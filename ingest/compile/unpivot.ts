import { text } from '../engine.ts';
import type { Piece } from '../formats/piece.ts';
import type { FileMapping, Unpivot } from '../profiles/profile.ts';
import { clean } from './clean.ts';
import type { SourceColumn } from './plan.ts';

const isWide = (unpivot: Unpivot, column: SourceColumn): boolean =>
  new RegExp(`^(?:${unpivot.columns})$`).test(column.name.trim());

/** How the pieces of a table become rows: the columns of those rows, and each piece in that shape. */
export interface RowShape {
  readonly header: readonly SourceColumn[];
  shape(piece: Piece): Piece;
}

/**
 * The delivered rows themselves, or for a wide table its fixed columns and the two of the profile's `unpivot`, one row per
 * cell that has a value. A faulty row stays one row.
 */
export const shapeOf = (mapping: FileMapping, header: readonly SourceColumn[]): RowShape => {
  const { unpivot } = mapping;
  if (!unpivot) return { header, shape: (piece) => piece };
  const wide = header.filter((column) => isWide(unpivot, column));
  const fixed = header.filter((column) => !isWide(unpivot, column));
  const words = mapping.reading.null_words ?? [];
  const cells = (piece: Piece): string =>
    wide
      .map(
        ({ name, cell }) =>
          `{'name': ${text(name.trim())}, 'value': ${clean(cell, words, piece.blanks)}}`,
      )
      .join(', ');
  const kept = fixed.map((column) => `, ${column.cell}`).join('');
  return {
    header: [...fixed, { name: unpivot.name, cell: 'n0' }, { name: unpivot.value, cell: 'n1' }],
    shape: (piece) => ({
      ...piece,
      relation: `SELECT _row, _fault, _cells${kept}, pair.name AS n0, pair.value AS n1 FROM (SELECT *, unnest(CASE WHEN _fault IS NULL THEN [${cells(piece)}] ELSE [{'name': NULL, 'value': NULL}] END) AS pair FROM (${piece.relation})) WHERE _fault IS NOT NULL OR pair.value IS NOT NULL`,
    }),
  };
};
