import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isCalendarDate = (text: string): boolean => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined || year === 0) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= last;
};

const isYearMonth = (text: string): boolean =>
  /^\d{4}-(0[1-9]|1[0-2])$/.test(text) && !text.startsWith('0000');

const isPartialDate = (text: string): boolean =>
  (/^\d{4}$/.test(text) && text !== '0000') || isYearMonth(text) || isCalendarDate(text);

const TIME = /^T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/;

const isDateTime = (text: string): boolean =>
  isCalendarDate(text.slice(0, 10)) && TIME.test(text.slice(10));

const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';

/**
 * A day as spreadsheets show it, in place of the id that they took for one: `2-Mar` of `2-3`, in German `02. Mrz`. Upper case
 * stays an id (`01-MAR` is a site in Morocco), and so does a month with its year (`Dec-99`), as periods are called.
 */
export const SHOWN_DAY = `\\d{1,2}-(${MONTHS})|\\d{2}\\. (Jan|Feb|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)`;

/** What spreadsheets make of ids: such a day, or `1.10E+06` of a long number. */
export const SPOILT_ID = `-?\\d(\\.\\d+)?E\\+\\d+|${SHOWN_DAY}`;

const isSpoiltId = new RegExp(`^(${SPOILT_ID})$`);

/** The text forms that a contract's `format` may name; the compiled SQL checks the same ones. */
export const FORMATS = {
  date: isCalendarDate,
  'partial-date': isPartialDate,
  'date-time': isDateTime,
  'year-month': isYearMonth,
  decimal: (text: string) => /^-?(0|[1-9]\d{0,25})(\.\d{1,12})?$/.test(text),
  integer: (text: string) => /^-?(0|[1-9]\d{0,17})$/.test(text),
  boolean: (text: string) => text === 'true' || text === 'false',
  /** Any text but what spreadsheets make of ids: `1.10E+06` of a long number, `2-Mar` of `2-3`. */
  identifier: (text: string) => !isSpoiltId.test(text),
} as const;

export type Format = keyof typeof FORMATS;

/** What feeds are about, in the order in which they are listed. */
export const AREAS = [
  'CTMS',
  'quality',
  'contracts and payments',
  'EDC',
  'RTSM',
  'ERP',
  'eTMF',
  'safety',
  'protocol and registry',
  'EHR',
  'reference',
] as const;

export type Area = (typeof AREAS)[number];

const KEYWORDS: Record<string, AnySchema> = {
  'x-area': { enum: AREAS },
  'x-version': { type: 'string', pattern: '^[0-9]+$' },
  'x-key': { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
  'x-mode': { enum: ['snapshot', 'delta', 'log'] },
  'x-delete': { enum: ['absence', 'flag', 'none'] },
  'x-class': { enum: ['personal', 'unblinding', 'commercial', 'subject_level'] },
  'x-freshness': { type: 'string', pattern: '^P(\\d+D)?(T\\d+H)?$' },
  'x-max-shrink': { type: 'number', exclusiveMinimum: 0, maximum: 1 },
  'x-retention': { type: 'string', pattern: '^P[1-9]\\d*[YMD]$' },
  'x-references': {
    type: 'array',
    items: {
      type: 'object',
      required: ['columns', 'feed'],
      properties: {
        columns: { type: 'array', items: { type: 'string' } },
        feed: { type: 'string' },
      },
      additionalProperties: false,
    },
  },
};

/** An ajv (2020-12, strict) that knows the contracts' keywords and text forms. */
export const contractAjv = (): Ajv2020 => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, formats: FORMATS });
  for (const [keyword, metaSchema] of Object.entries(KEYWORDS)) {
    ajv.addKeyword({ keyword, metaSchema: metaSchema as Record<string, unknown> });
  }
  return ajv;
};
