import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, openEngine, text } from '../../ingest/engine.ts';
import { isTimeZone, isTimeZoneSql } from '../../ingest/zones.ts';

describe('a time zone', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine('.');
  });
  afterAll(() => engine.close());

  const inSql = async (name: string): Promise<unknown> => {
    const [row] = await engine.rows(`SELECT ${isTimeZoneSql(text(name))} AS known`);
    return row?.known;
  };

  test.each([
    'Europe/Berlin',
    'europe/berlin',
    'CET',
    'EST5EDT',
    'Japan',
    'japan',
    'Singapore',
    'Turkey',
    'utc',
    'GMT',
    'Etc/GMT+5',
  ])('is %s, for the profile and for the engine', async (name) => {
    expect(isTimeZone(name)).toBe(true);
    expect(await inSql(name)).toBe(true);
  });

  test.each(['', 'IST', 'ist', 'PST', 'GMT+5', '+05:30', 'Factory', 'Mars/Olympus', 'EST5'])(
    'is not "%s", for the profile and for the engine',
    async (name) => {
      expect(isTimeZone(name)).toBe(false);
      expect(await inSql(name)).toBe(false);
    },
  );

  test('of the engine is one for the profile too', async () => {
    const rows = await engine.rows(
      `SELECT name, ${isTimeZoneSql('name')} AS known FROM pg_timezone_names()`,
    );
    expect(rows.length).toBeGreaterThan(500);
    const apart = rows.filter(({ name, known }) => isTimeZone(String(name)) !== known);
    expect(apart).toEqual([]);
  });
});
