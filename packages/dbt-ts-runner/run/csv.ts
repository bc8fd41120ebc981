import { RunnerError } from '../errors.ts';

/** A CSV file as text: its header and its rows, all of one length. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads CSV as RFC 4180 describes it; `file` names the source in errors. */
export function parseCsv(text: string, delimiter: string, file: string): CsvTable {
  const records = recordsOf(text.replace(/^\uFEFF/, ''), delimiter, file);
  const [first, ...rows] = records;
  if (first === undefined) throw invalid('the file is empty', file, 1);
  for (const row of rows) {
    if (row.fields.length !== first.fields.length) {
      throw invalid(
        `the row has ${row.fields.length} fields where the header has ${first.fields.length}`,
        file,
        row.line,
      );
    }
  }
  return {
    header: first.fields.map((name) => name.trim()),
    rows: rows.map((row) => row.fields),
  };
}

interface CsvRecord {
  readonly fields: string[];
  readonly line: number;
}

function recordsOf(text: string, delimiter: string, file: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let line = 1;
  let start = 1;
  let at = 0;
  const finish = () => {
    if (fields.length > 1 || fields[0] !== '') records.push({ fields, line: start });
    fields = [];
    start = line;
  };
  while (at < text.length) {
    const { value, end } = fieldAt(text, at, delimiter, file, line);
    line += value.split('\n').length - 1;
    fields.push(value);
    at = end;
    if (text.startsWith(delimiter, at)) {
      at += delimiter.length;
      if (at === text.length) fields.push('');
      continue;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    finish();
  }
  if (fields.length > 0) finish();
  return records;
}

function fieldAt(text: string, at: number, delimiter: string, file: string, line: number) {
  if (text[at] !== '"') {
    let end = at;
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') {
      if (text.startsWith(delimiter, end)) break;
      end += 1;
    }
    return { value: text.slice(at, end), end };
  }
  let value = '';
  let from = at + 1;
  while (true) {
    const quote = text.indexOf('"', from);
    if (quote === -1) throw invalid('a quoted field does not end', file, line);
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}

function invalid(problem: string, file: string, line: number): RunnerError {
  return new RunnerError(
    'seed_invalid',
    `This is not a readable CSV file: ${problem}. Correct it.`,
    {
      place: { file, line },
    },
  );
}
