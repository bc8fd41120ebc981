import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestHome, testHome } from '../home.ts';

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

const wide = (columns: number): string => {
  const names = Array.from({ length: columns }, (_, i) => `field${i}`);
  const cells = names.map((_, i) => (i % 3 === 0 ? ` "v""${i}" ` : ''));
  const quoted = cells.map((cell) => (cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`));
  return [
    `protocol,site_num,site_row_id,pi_number,site_active_dt,country,${names.join(',')}`,
    `X-1,1,1,1,2026-01-01,DE,${quoted.join(',')}`,
    `X-1,2,2,2,2026-01-01,DE,${names.map(() => '').join(',')}`,
    '',
  ].join('\n');
};

test.each([400, 5_000])(
  'a table with %i columns that nothing maps lands within seconds',
  async (columns) => {
    const started = performance.now();
    expect(await at.load('sites.csv', wide(columns))).toMatchObject({
      outcome: 'loaded',
      rows_read: 2,
    });
    expect(performance.now() - started).toBeLessThan(20_000);
    const [extra, none] = await at.rows('site', '_extra');
    const kept = JSON.parse(String(extra));
    expect(Object.keys(kept)).toHaveLength(Math.ceil(columns / 3));
    expect(kept.field3).toBe('"v""3"');
    expect(none).toBeNull();
  },
);
