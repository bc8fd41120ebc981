import { parse } from 'csv-parse/sync';

/** What becomes of one record of a delimited file: its cells, or its text where the cells cannot be told apart. */
export type CsvRecord = { readonly cells: readonly string[] } | { readonly text: string };

const escaped = (delimiter: string): string => delimiter.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&');

/** Records in which every quote that a cell begins with is closed at the cell's end, and quotes between them are doubled. */
const wellQuoted = (delimiter: string): RegExp => {
  const by = escaped(delimiter);
  const cell = `(?:"[^"]*(?:""[^"]*)*"|(?!")[^${by}\\r\\n]*)`;
  return new RegExp(`^${cell}(?:${by}${cell})*$`);
};

/**
 * Tells the records of one delimited file apart again where a lenient parser met a stray quote: such a parser may take lines
 * of several records for one. Lines that are well quoted and of the header's width are records; the others are text.
 */
export const recordsOf = (delimiter: string, width: number) => {
  const isWell = wellQuoted(delimiter);
  const one = (line: string): CsvRecord => {
    if (!isWell.test(line)) return { text: line };
    const [cells] = parse(line, { delimiter, relax_quotes: true });
    return cells?.length === width ? { cells } : { text: line };
  };
  return (cells: readonly string[], raw: string): readonly CsvRecord[] => {
    if (!cells.some((value) => value.startsWith('"'))) return [{ cells }];
    const text = raw.replace(/^[\r\n]+|[\r\n]+$/g, '');
    if (isWell.test(text)) return [{ cells }];
    return text.split(/\r\n|\r|\n/).map(one);
  };
};
