import fc from 'fast-check';
import type { ContractColumn } from '../../../ingest/contract.ts';

const BLANKS = ['', ' ', '\t', '\r\n', '\u00a0', ' \u00a0 ', '\u2003', '\u3000', '\u200b'];

const NUMBERS = [
  ...[
    '0',
    '-0',
    '+0',
    '-0.0',
    '00',
    '007',
    '+007.500',
    '.5',
    '-.5',
    '5.',
    '.',
    '-',
    '+',
    '-.',
    '0.',
  ],
  ...[
    '1e5',
    '1E+05',
    '1.5e-3',
    '-2.5E-12',
    '1e-13',
    '1e',
    'e5',
    '1e400',
    '-1e400',
    '1e-400',
    '1E+99',
  ],
  ...['9'.repeat(18), '9'.repeat(19), '9'.repeat(26), '9'.repeat(27), `-${'9'.repeat(40)}`],
  ...[`0.${'1'.repeat(12)}`, `0.${'1'.repeat(13)}`, `0.${'0'.repeat(40)}`, `${'0'.repeat(40)}1`],
  ...[`1.${'0'.repeat(40)}`, `${'9'.repeat(25)}e1`, `${'9'.repeat(26)}e1`, '1e26', '-1e25', '1.e5'],
  ...[
    '1,5',
    '1.000,5',
    '1,000.5',
    '1 000',
    "1'000",
    '1_000',
    '12-',
    '12.5 -',
    '-12-',
    '--1',
    '+-1',
  ],
  ...[
    '(5)',
    '5%',
    '$5',
    '0x10',
    'NaN',
    'Infinity',
    '-inf',
    'null',
    '1/2',
    '½',
    '٣',
    '１２',
    '𝟏𝟐',
    '1\u0301',
  ],
];

const DATES = [
  ...['0000-01-01', '0001-01-01', '9999-12-31', '10000-01-01', '-0044-03-15', '0044-03-15 (BC)'],
  ...[
    '2024-02-29',
    '2023-02-29',
    '1900-02-29',
    '2000-02-29',
    '2026-02-30',
    '2026-00-10',
    '2026-13-01',
  ],
  ...[
    '2026-01-00',
    '2026-1-5',
    '2026-01-1',
    '2026/01/05',
    '2026-01-05 ',
    '2026-01-05x',
    '٢٠٢٦-٠١-٠٥',
  ],
  ...[
    '0000',
    '0000-05',
    '9999',
    '99999',
    '2026',
    '2026-13',
    '2026-00',
    '2026-1',
    '2026--',
    '2026-06--',
  ],
  ...[
    '-----',
    '----------',
    '2026-06-',
    '2026-06-1-',
    '202613',
    '202606',
    '00000000',
    '20260230',
    '20260229',
  ],
  ...[
    '2026-01-01T10',
    '2026-01-01T24:00',
    '2026-01-01T25:00',
    '2026-01-01T23:59:60',
    '2026-01-01T',
  ],
  ...[
    '2026-01-01T10:00',
    '2026-01-01 10:00:00',
    '2026-01-01 10:00:00.5',
    '2026-01-01t10:00',
    '2026-02-30T10:00',
  ],
  ...[
    '2026-01-01T10:00:00Z',
    '2026-01-01T10:00:00+14:00',
    '2026-01-01T10:00:00+1400',
    '2026-12-31T23:30:00-01:00',
  ],
  ...[
    '2026-01-01 10:00:00 UTC',
    '2026-01-01T10:00:00.123456789',
    '2026-01-01T10:00:00.1234567890',
    '2026-01-01T1:0',
  ],
  ...[
    '2026-01-01T10:00:00+24:00',
    '9999-12-31T23:59:59-12:00',
    '0001-01-01T00:00:00+14:00',
    '2026-99-99T10:00:00Z',
  ],
  ...[
    '13 April 2026',
    'UN UNK 2026',
    'un/Apr/2026',
    '--.--.2026',
    '31-FEB-2026',
    '5 Foo 2026',
    '13.13.2026',
    '30 February 2026',
    '13 Avril 2026',
    'infinity',
    '-infinity',
    'epoch',
    'today',
    'now',
  ],
  ...[
    '294247-01-10',
    '5877642-06-25',
    '99999999999999999999',
    '-99999999999999999999.5',
    '2026W01',
    '2026-W01-1',
  ],
  ...[
    '16035',
    '16035.0',
    '16035.5',
    '-999999',
    '999999',
    '1700000000',
    '1e10',
    '253402300800',
    '9'.repeat(40),
  ],
];

const WORDS = [
  ...[
    'true',
    'FALSE',
    'Y',
    'n',
    'T',
    'on',
    '1.0',
    '0.00',
    'ｙ',
    'yes ',
    'Close Out',
    'close--out',
    'close_out',
  ],
  ...[
    'interim',
    'İNTERİM',
    'ıntErıM',
    'K',
    'ﬁnal',
    'STRASSE',
    'straße',
    'e\u0301',
    '\u00e9',
    '\u202eabc',
    'abc\u200f',
  ],
  ...['🏥', '👩🏽‍⚕️', '𐍈', '\u0001', '\u007f', '\u0085', '\u2028', 'a\u0008', '\ufffd'],
  ...[
    "O'Brien",
    '"',
    '\\',
    '%',
    "''; --",
    '{"a":1}',
    '1.10E+06',
    '1E+06',
    '1E06',
    'E+1',
    '-2.5E+10',
    '1.1E+5x',
    '2-Mar',
    '2-Marx',
    'Feb-30',
    'Dec-99',
    '02. Okt',
    '002-Mar',
  ],
];

const long = fc
  .constantFrom('x', '9', 'ä', '🏥', ' ', '-')
  .chain((one) => fc.constantFrom(300, 5000).map((length) => one.repeat(length)));

const unexpected: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.constantFrom(...BLANKS) },
  { weight: 6, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 6, arbitrary: fc.constantFrom(...DATES) },
  { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(String) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(9999), fc.nat(14), fc.nat(33))
      .map((parts) => parts.map((part, i) => `${part}`.padStart(i === 0 ? 4 : 2, '0')).join('-')),
  },
  {
    weight: 3,
    arbitrary: fc
      .string({ unit: 'binary', maxLength: 12 })
      .map((it) => it.replaceAll('\u0000', '')),
  },
  { weight: 2, arbitrary: fc.stringMatching(/^[-+ 0-9.,eETZ:]{1,14}$/) },
  { weight: 1, arbitrary: long },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...BLANKS), fc.constantFrom(...NUMBERS, ...DATES, ...WORDS))
      .map(([blank, value]) => `${blank}${value}${blank}`),
  },
);

/** What no column expects; not with a byte order mark in front, which the engine's driver takes off what it hands over. */
export const awkward = unexpected.filter((value) => !value?.startsWith('\ufeff'));

const day = fc
  .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') })
  .map((date) => date.toISOString().slice(0, 10));

const cased = (word: string): fc.Arbitrary<string> =>
  fc.constantFrom(word, word.toUpperCase(), word.replaceAll('_', ' '), word.replaceAll('_', '-'));

/** What a column expects, in the ways that sources write it. */
export const plausible = (column: ContractColumn): fc.Arbitrary<string> => {
  if (column.words) return fc.constantFrom(...column.words).chain(cased);
  switch (column.format) {
    case 'date':
      return day;
    case 'partial-date':
      return fc
        .tuple(day, fc.constantFrom(4, 7, 10))
        .map(([text, length]) => text.slice(0, length));
    case 'date-time':
      return fc
        .tuple(day, fc.constantFrom('', ' 10:15:00', 'T10:15', 'T10:15:00.25Z'))
        .map((it) => it.join(''));
    case 'year-month':
      return fc.oneof(
        day,
        day.map((text) => text.slice(0, 7)),
      );
    case 'decimal':
      return fc.tuple(fc.integer(), fc.nat(9999)).map((parts) => parts.join('.'));
    case 'integer':
      return fc.integer().map(String);
    case 'boolean':
      return fc.constantFrom('true', 'FALSE', 'y', '0');
    case 'identifier':
      return fc.oneof(
        {
          weight: 30,
          arbitrary: fc.constantFrom('0496', '1E06', '1101E3', 'AE+1', '01-MAR', 'Dec-99', '2-3'),
        },
        fc.constantFrom('1.10E+06', '1E+06', '-2.5E+10', '2-Mar', '12-Dec', '02. Mrz'),
      );
    default:
      return fc.constantFrom('0496', 'X-1', 'Ärztehaus "Nord", 2', "O'Brien", 'e\u0301', '🏥');
  }
};

/** A row that is expected but for up to three cells, so that rows break no rule, one, or a few. */
export const rowOf = (columns: readonly ContractColumn[]): fc.Arbitrary<(string | null)[]> =>
  fc
    .tuple(
      fc.tuple(...columns.map(plausible)),
      fc.array(fc.tuple(fc.nat(columns.length - 1), awkward), { maxLength: 3 }),
    )
    .map(([cells, others]) => {
      const row: (string | null)[] = [...cells];
      for (const [at, value] of others) row[at] = value;
      return row;
    });
