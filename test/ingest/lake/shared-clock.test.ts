import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ticksFolder } from '../../../ingest/lake/paths.ts';
import { sharedClock } from '../../../ingest/lake/shared-clock.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(`${tmpdir()}/portolan-clock-`);
});
afterEach(() => rmSync(home, { recursive: true }));

const at = (text: string) => () => Date.parse(text);

test('two clocks of one home never give the same time, each later than all before', () => {
  const now = at('2026-01-31T22:00:00Z');
  const [one, two] = [sharedClock(home, now), sharedClock(home, now)];
  const times = Array.from({ length: 50 }, (_, i) => (i % 3 === 0 ? one : two).next());
  expect(new Set(times).size).toBe(50);
  expect([...times].sort()).toEqual(times);
  expect(times[0]).toBe('2026-01-31T22:00:00.000Z');
  expect(readdirSync(ticksFolder(home))).toHaveLength(1);
});

test('a clock set back by seconds goes on from the last load', () => {
  sharedClock(home, at('2026-01-31T22:00:30Z')).next();
  expect(sharedClock(home, at('2026-01-31T22:00:00Z')).next()).toBe('2026-01-31T22:00:30.001Z');
});

test('a load made while the clock was years ahead does not take later ones with it', () => {
  sharedClock(home, at('2031-01-31T22:00:00Z')).next();
  expect(sharedClock(home, at('2026-01-31T22:00:00Z')).next()).toBe('2026-01-31T22:00:00.000Z');
});
