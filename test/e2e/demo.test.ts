import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, portolan, root, start } from './portolan.ts';

const home = mkdtempSync(join(tmpdir(), 'portolan-demo-'));
let demo: Outcome;

beforeAll(async () => {
  demo = await portolan(home, 'demo', '--once');
}, 300_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the command line', () => {
  test('runs the demo to its end, in plain lines, and names what it refused', () => {
    expect(demo.code, demo.stderr).toBe(0);
    expect(demo.stderr).not.toContain('\u001b');
    expect(demo.stderr).toContain('1 in quarantine');
    expect(demo.stderr).toMatch(/Build \S+ published, data as of 2026-03-31/);
  });

  test('writes the accrual workbook', () => {
    const [, path = ''] = /Accrual workbook (\S+\.xlsx): BLOCKED/.exec(demo.stderr) ?? [];
    expect(existsSync(path)).toBe(true);
  });

  test('a second demo changes nothing and says so', async () => {
    const again = await portolan(home, 'demo', '--once');
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain('nothing changed');
  }, 60_000);

  test('answers metrics by dimensions as one array of flat objects', async () => {
    const { stdout, code } = await portolan(
      home,
      ...['query', 'subjects_screened', 'EN01', '--by', 'study,country'],
      ...['--where', 'country=DE', '--format', 'json'],
    );
    expect(code).toBe(0);
    const rows: Record<string, unknown>[] = JSON.parse(stdout);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows)
      expect(Object.keys(row)).toEqual(
        expect.arrayContaining(['study', 'country', 'subjects_screened', 'screen_failure_rate']),
      );
  });

  test('a role that may not see money is refused it', async () => {
    const { stderr, code } = await portolan(home, 'query', 'spend_actual', '--role', 'feasibility');
    expect(code).toBe(1);
    expect(stderr).toContain('commercial');
    expect(stderr).not.toContain('    at ');
  });

  test('stops quietly when its reader has seen enough', async () => {
    const query = ['query', 'data_pages', '--by', 'study,site,day', '--format', 'csv'];
    const line = `"${process.execPath}" cli/bin/portolan.js --home "${home}" ${query.join(' ')}`;
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', `${line} | head -n 1`], {
      cwd: root,
    });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).not.toContain('EPIPE');
  });

  test('another seed needs another home', async () => {
    const { stderr, code } = await portolan(home, 'demo', '--once', '--seed', '2');
    expect(code).toBe(1);
    expect(stderr).toContain('holds the portfolio of seed 1');
  });

  test('serves until it is told to stop', async () => {
    const child = start(home, ['serve', '--port', '0']);
    const address = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stderr?.on('data', (part) => {
        text += part;
        const [, found] = /Serving (http:\S+)/.exec(text) ?? [];
        if (found) resolve(found);
      });
      child.on('close', () => reject(new Error(text)));
    });
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  }, 60_000);

  test('a port in use is one sentence', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const { stderr, code } = await portolan(home, 'serve', '--port', port);
    other.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is in use`);
    expect(stderr).not.toContain('    at ');
  }, 60_000);

  test.each([
    [['query', 'subjects_screened'], 'No build is published'],
    [['serve', '--port', '0'], 'No build is published'],
    [['build'], 'nothing has been ingested'],
    [['report', 'accruals', '--period', '2026-03'], 'No build is published'],
  ])(
    'without a build, %s is one sentence',
    async (args, sentence) => {
      const empty = mkdtempSync(join(tmpdir(), 'portolan-empty-'));
      const { stderr, code } = await portolan(empty, ...args);
      rmSync(empty, { recursive: true });
      expect(code).toBe(1);
      expect(stderr).toContain(sentence);
      expect(stderr).not.toContain('    at ');
    },
    60_000,
  );

  test('a wrong option is a usage error', async () => {
    const { code, stderr } = await portolan(home, 'query', '--nonsense');
    expect(code).toBe(2);
    expect(stderr).toContain('--help');
  });
});
