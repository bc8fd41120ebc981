import { parse } from 'csv-parse/sync';
import { decodeLeniently } from './charset.ts';
import { markedEncoding } from './encoding.ts';

const DELIMITERS = [',', '\t', ';', '|'] as const;

/** The first line's text, up to a line end outside quotes. */
const firstRecord = (text: string): string => {
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') isQuoted = !isQuoted;
    if (!isQuoted && (character === '\n' || character === '\r')) return text.slice(0, index);
  }
  return text;
};

const outsideQuotes = (text: string): string => text.replace(/"[^"]*"/g, '');

/** The delimiter that splits the header into most columns. */
const delimiterOf = (record: string): string => {
  const bare = outsideQuotes(record);
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
};

/** A delimited file's column names and what separates them. */
export interface Header {
  readonly columns: readonly string[];
  readonly delimiter: string;
}

/** Column names are trimmed; a blank one is called `column<n>`, n counted from 1. */
export const nameColumns = (cells: readonly string[]): readonly string[] =>
  cells.map((cell, index) => cell.trim() || `column${index + 1}`);

/** The header in the first bytes of a delimited file, decoded leniently: only strict reading may refuse a file. */
export const headerOf = (head: Buffer, encoding?: string, delimiter?: string): Header => {
  const text = decodeLeniently(head, markedEncoding(head) ?? encoding ?? 'utf-8');
  const record = firstRecord(text.replace(/^[\r\n]+/, ''));
  const used = delimiter ?? delimiterOf(record);
  const [cells] = parse(record, { delimiter: used, relax_quotes: true, to: 1 });
  return { columns: nameColumns(cells ?? []), delimiter: used };
};
