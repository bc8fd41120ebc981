import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const path = process.env.PORTOLAN_CHROMIUM ?? '/usr/bin/chromium';

/** True where a browser is present; where it is not, says so loudly, and fails in CI. */
export function hasBrowser(): boolean {
  if (existsSync(path)) return true;
  if (process.env.CI === 'true')
    throw new Error('CI has no chromium. Install it with: apt-get install chromium');
  console.warn('SKIPPED: no chromium. Install it with: sudo apt-get install chromium');
  return false;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  });
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

interface Violation {
  id: string;
  impact: string;
  nodes: { target: string[] }[];
}

declare const axe: { run(): Promise<{ violations: Violation[] }> };

/** What axe finds on the page as it is, one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => axe.run());
  return violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ target }) => target).join(' | ')}`,
  );
}

/** Waits until every tile has its data. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('[data-tile]');
  await page.waitForFunction(
    () => document.querySelectorAll('[data-tile][data-state="loading"]').length === 0,
  );
}
