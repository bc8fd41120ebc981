import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portolan, root, start } from './portolan.ts';

/** One small study: whatever a scenario leaves out must not be missed. */
const lonely = `
name: lonely
as_of: 2025-12-31
programmes:
  - name: Solo
    product: solomab
    area: Dermatology
    studies:
      - id: SOL-0001
        name: SOLO
        title: A study of solomab in a fictional rash
        phase: II
        indication: Rash
        start: 2024-12-01
        subjects: 30
        sites: { DE: 2, GB: 1 }
        systems: { ctms: siebel, edc: openclinica, erp: netsuite, etmf: exchange }
        enrollment: { screening_rate: 2, screen_failure: 0.25, withdrawal_per_month: 0.02 }
        visits: { screening_fee: 700, baseline_fee: 650, visit_fee: 380, days: [7, 28, 56] }
        cro_fee_per_month: 20000
`;

describe('portolan fixtures', { timeout: 120_000 }, () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const scenario = ['--scenario', '', '--days', '60'];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portolan-fixtures-'));
    scenario[1] = at('lonely.yaml');
    await writeFile(at('lonely.yaml'), lonely);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('writes a scenario of one’s own, with faults and clean', async () => {
    const planted = await portolan(folder, 'fixtures', ...scenario, '--out', at('own'), '--json');
    expect([planted.code, planted.stderr]).toEqual([0, expect.any(String)]);
    const record = JSON.parse(planted.stdout);
    expect(record).toMatchObject({ scenario: 'lonely', studies: 1, sites: 3, as_of: '2025-12-31' });
    expect(record.subjects).toBeGreaterThan(10);
    const truth = JSON.parse(await readFile(at('own/truth/metrics.json'), 'utf8'));
    expect(truth.length).toBeGreaterThan(100);
    const clean = await portolan(
      folder,
      'fixtures',
      ...scenario,
      '--no-faults',
      '--out',
      at('clean'),
    );
    expect(clean.code).toBe(0);
    expect(JSON.parse(await readFile(at('clean/truth/faults.json'), 'utf8'))).toEqual([]);
    expect(await readdir(at('clean'))).not.toContain('bad');
  });

  test.each<[string, string[], string]>([
    ['an unknown size', ['--size', 'huge'], 'use small, medium or large'],
    ['an as-of before the first study', ['--as-of', '2020-01-31'], 'before the first study'],
    ['a scenario that is not there', ['--scenario', 'nowhere.yaml'], 'cannot be read'],
    ['too few days', ['--days', '3'], 'between 60 and 365'],
    ['a place where no folder can be made', ['--out', '/proc/portfolio'], 'you may write to'],
    ['a seed that is no number', ['--seed', 'x'], 'whole number'],
  ])('%s is one sentence and nothing is written', async (_, args, sentence) => {
    const { code, stderr } = await portolan(folder, 'fixtures', '--out', at('refused'), ...args);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(sentence);
    expect(await readdir(folder)).not.toContain('refused');
  });

  test('a folder with something in it is left as it is', async () => {
    const { code, stderr } = await portolan(folder, 'fixtures', ...scenario, '--out', folder);
    expect([code, stderr]).toEqual([1, expect.stringContaining('not empty')]);
    expect(await readFile(at('lonely.yaml'), 'utf8')).toBe(lonely);
  });

  test('an interrupted run leaves nothing behind', async () => {
    const child = start(folder, ['fixtures', '--out', at('interrupted')]);
    const started = () => readdir(folder).then((names) => names.some((it) => /partial/.test(it)));
    await expect.poll(started, { timeout: 30_000, interval: 20 }).toBe(true);
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    expect((await readdir(folder)).filter((name) => name.startsWith('interrupted'))).toEqual([]);
  });

  test('without room it says so and leaves nothing half-written', async () => {
    const launcher = resolve(root, 'cli/bin/portolan.js');
    const line = `ulimit -f 16; exec "${process.execPath}" "${launcher}" fixtures --scenario "${at('lonely.yaml')}" --days 60 --out "${at('full')}"`;
    const { status, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('There is no room for the portfolio and nothing of it was kept');
    expect((await readdir(folder)).filter((name) => name.startsWith('full'))).toEqual([]);
  });
});
