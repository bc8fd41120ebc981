import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clean, translate } from '../../../ingest/compile/clean.ts';
import { dateText, yearMonthText } from '../../../ingest/compile/dates.ts';
import { decimalText } from '../../../ingest/compile/numbers.ts';
import { booleanText, wordText } from '../../../ingest/compile/words.ts';
import { type Engine, openEngine, text } from '../../../ingest/engine.ts';

describe('canonical text', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine('.');
  });
  afterAll(() => engine.close());

  const evaluate = async (expression: string, value: string): Promise<unknown> => {
    const [row] = await engine.rows(
      `SELECT ${expression} AS result FROM (SELECT ${text(value)} AS v)`,
    );
    return row?.result;
  };

  test.each([
    ['2023-06-14', '2023-06-14'],
    ['2003-01-01 00:00:00', '2003-01-01'],
    ['2017-05-07 0:00:00', '2017-05-07'],
    ['2014-12-27T-:-', '2014-12-27'],
    ['2023-06--', '2023-06'],
    ['1957----', '1957'],
    ['1957-07-', '1957-07'],
    ['2023---05', '2023'],
    ['2023---5', '2023---5'],
    ['-----', null],
    ['2002-02-04T14:01:32-05:00', '2002-02-04'],
    ['2014-08-13T10:53:57', '2014-08-13'],
    ['13 April 2026', '2026-04-13'],
    ['16035.0', '2013-11-26'],
    ['30 February 2026', '30 February 2026'],
    ['2026-02-30', '2026-02-30'],
    ['yesterday', 'yesterday'],
  ])('date %s', async (given, expected) => {
    const expression = dateText('v', ['epoch_day', 'iso', '%d %B %Y'], undefined);
    expect(await evaluate(expression, given)).toBe(expected);
  });

  test.each([
    ['day_month_year', 'UN UNK 2023', '2023'],
    ['day_month_year', 'UN-UNK-2023', '2023'],
    ['day_month_year', 'UN JUN 2023', '2023-06'],
    ['day_month_year', '7 Aug 2014', '2014-08-07'],
    ['day_month_year', '05 Jun 1976', '1976-06-05'],
    ['compact', '20060425', '2006-04-25'],
    ['compact', '2022', '2022'],
    ['compact', '202206', '2022-06'],
    ['compact', '00000000', '0000-00-00'],
    ['%m/%d/%Y', '3/31/2019', '2019-03-31'],
    ['excel_day', '45000', '2023-03-15'],
    ['sas_day', '0', '1960-01-01'],
    ['epoch_second', '1385424000.0', '2013-11-26'],
    ['%m/%d/%Y %I:%M:%S %p', '9/3/2013 12:00:00 AM', '2013-09-03'],
  ])('date format %s', async (format, given, expected) => {
    expect(await evaluate(dateText('v', [format], undefined), given)).toBe(expected);
  });

  test('an instant becomes the day of the declared zone', async () => {
    const late = '2026-03-01T23:30:00Z';
    expect(await evaluate(dateText('v', ['iso'], 'Europe/Berlin'), late)).toBe('2026-03-02');
    expect(await evaluate(dateText('v', ['iso'], undefined), late)).toBe('2026-03-01');
    expect(await evaluate(dateText('v', ['iso'], 'Europe/Berlin'), '2026-03-01T23:30')).toBe(
      '2026-03-01',
    );
  });

  test.each([
    ['epoch_second', 'Asia/Tokyo', '1385424000.0', '2013-11-26'],
    ['epoch_second', 'America/New_York', '1385424000.0', '2013-11-25'],
    ['%d/%m/%Y %H:%M %z', undefined, '26/11/2013 23:30 -0500', '2013-11-27'],
    ['%d/%m/%Y %H:%M %z', 'America/New_York', '27/11/2013 04:30 +0000', '2013-11-26'],
    ['%d/%m/%Y %H:%M', 'America/New_York', '27/11/2013 04:30', '2013-11-27'],
  ])('an instant as %s in %s', async (format, zone, given, expected) => {
    expect(await evaluate(dateText('v', [format], zone), given)).toBe(expected);
  });

  test.each([
    ['1301', '1301'],
    ['366.90', '366.9'],
    ['+007.500', '7.5'],
    ['.5', '0.5'],
    ['-.50', '-0.5'],
    ['100', '100'],
    ['-0.00', '0'],
    ['38.0', '38'],
    ['12-', '-12'],
    ['1E+05', '100000'],
    ['1,5', '1,5'],
    ['about 5', 'about 5'],
  ])('decimal %s', async (given, expected) => {
    expect(await evaluate(decimalText('v', undefined, undefined), given)).toBe(expected);
  });

  test('decimal comma with grouping and a trailing minus', async () => {
    expect(await evaluate(decimalText('v', ',', '.'), '1.234,56-')).toBe('-1234.56');
    expect(await evaluate(decimalText('v', ',', undefined), '0,50')).toBe('0.5');
  });

  test('blanks and null words are no value', async () => {
    for (const blank of ['', '   ', '\t', '\u00a0'])
      expect(await evaluate(clean('v', [], 'any'), blank)).toBeNull();
    expect(await evaluate(clean('v', ['N/A'], 'any'), ' N/A ')).toBeNull();
    expect(await evaluate(clean('v', ['N/A'], 'any'), ' NA\t')).toBe('NA');
  });

  test('words', async () => {
    expect(await evaluate(booleanText('v'), 'FALSE')).toBe('false');
    expect(await evaluate(booleanText('v'), 'Y')).toBe('true');
    expect(await evaluate(booleanText('v'), 'perhaps')).toBe('perhaps');
    expect(await evaluate(wordText('v', ['close_out']), 'Close-Out')).toBe('close_out');
    expect(await evaluate(translate('v', { Aktiv: 'active' }, undefined), 'AKTIV')).toBe('active');
    expect(await evaluate(translate('v', { Aktiv: 'active' }, 'other'), 'x')).toBe('other');
    expect(await evaluate(yearMonthText('v'), '202603')).toBe('2026-03');
  });
});
