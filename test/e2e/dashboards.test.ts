import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDashboards } from '@portolan/dashboards';
import { type App, initApp, shutdownApp } from '@portolan/server';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, hasBrowser, openBrowser, settled } from './browser.ts';
import { portolan } from './portolan.ts';

const isPresent = hasBrowser();
const home = mkdtempSync(join(tmpdir(), 'portolan-browser-'));
const study = 'PTL-2201';
let app: App | undefined;
let browser: Browser | undefined;
let problems: string[] = [];

beforeAll(async () => {
  if (!isPresent) return;
  const demo = await portolan(home, 'demo', '--once');
  expect(demo.code, demo.stderr).toBe(0);
  const { dist } = await buildDashboards();
  app = await initApp({
    ...{ home, host: '127.0.0.1', port: 0, demo: true, dashboardsDist: dist },
    logTo: { write: () => {} },
  });
  browser = await openBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  if (app) await shutdownApp(app);
  rmSync(home, { recursive: true, force: true });
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser?.newContext(options);
  const page = await context?.newPage();
  if (!page) throw new Error('The browser opened no page.');
  problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${app?.port}${path}`);
  await settled(page);
  return page;
}

describe.skipIf(!isPresent)('the dashboards in a browser', () => {
  test('load the portfolio, filter it, drill to a study, show a table and save its CSV', async () => {
    const page = await open('/');
    expect(await page.locator('[data-tile="studies"] tbody tr').count()).toBe(6);

    await page.getByRole('button', { name: /^Programme/ }).click();
    await page.getByRole('checkbox', { name: 'Boreas' }).check();
    await page.keyboard.press('Escape');
    await page.waitForURL(/programme=Boreas/);
    await settled(page);
    expect(await page.locator('[data-tile="studies"] tbody tr').count()).toBe(2);

    await page.getByRole('link', { name: study }).click();
    await page.waitForURL(new RegExp(`/studies/${study}`));
    await settled(page);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(study);

    await page.getByRole('button', { name: 'Show table: Enrolment against plan' }).click();
    const table = page.getByRole('figure', { name: 'Enrolment against plan' }).getByRole('table');
    expect(await table.locator('tbody tr').count()).toBeGreaterThan(6);

    const saving = page.waitForEvent('download');
    await page
      .getByRole('link', { name: /^CSV.*: Enrolment against plan/ })
      .first()
      .click();
    const csv = readFileSync(await (await saving).path(), 'utf8');
    expect(csv.split('\n').length).toBeGreaterThan(6);
    expect(csv).toMatch(/subjects_enrolled/);
    expect(problems).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('a pasted address gives the same page; an unknown filter is named, not ignored', async () => {
    const page = await open('/?programme=Boreas&phase=Nonsense');
    expect(await page.locator('main').textContent()).toContain('Nonsense');
    await page.context().close();
  }, 60_000);

  test('show money to leadership and not to feasibility', async () => {
    const page = await open('/');
    expect(await page.locator('main').textContent()).toContain('EUR');
    await page.getByLabel('Role').selectOption('feasibility');
    await page.waitForFunction(() => !document.querySelector('main')?.textContent?.includes('EUR'));
    const denied = await page.request.get(
      `http://127.0.0.1:${app?.port}/api/query?metric=spend_actual&by=study&format=json`,
    );
    expect(denied.status()).toBe(403);
    await page.context().close();
  }, 60_000);

  const looks = [
    { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
    { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
    { colorScheme: 'light', viewport: { width: 320, height: 800 } },
    { colorScheme: 'dark', viewport: { width: 320, height: 800 } },
  ] as const;

  test.each(['/', `/studies/${study}`])(
    'axe finds nothing on %s',
    async (path) => {
      for (const look of looks) {
        const page = await open(path, look);
        expect(await axeFindings(page)).toEqual([]);
        expect(problems).toEqual([]);
        await page.context().close();
      }
    },
    120_000,
  );
});
