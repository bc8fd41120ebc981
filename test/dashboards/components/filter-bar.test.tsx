import { beforeAll, beforeEach, expect, test } from 'vitest';
import { FilterBar } from '../../../dashboards/components/FilterBar.tsx';
import { address, filterNames, options } from '../../../dashboards/state/filters.ts';
import { openPage, show } from '../page.ts';

beforeAll(() => {
  openPage();
  const history = { pushState: () => {}, replaceState: () => {} };
  Object.assign(globalThis, { history });
});

beforeEach(() => {
  options.value = { country: ['DE', 'FR'], phase: ['2'] };
  address.value = { path: '/', search: '' };
});

function box(place: HTMLElement, value: string): HTMLInputElement | null {
  return place.querySelector<HTMLInputElement>(`input[value="${value}"]`);
}

test('ticking a value writes the address, unticking takes it out', () => {
  box(show(<FilterBar names={filterNames} />), 'DE')?.dispatchEvent(new Event('change'));
  expect(address.value.search).toBe('?country=DE');
  box(show(<FilterBar names={filterNames} />), 'FR')?.dispatchEvent(new Event('change'));
  expect(address.value.search).toBe('?country=DE&country=FR');
  box(show(<FilterBar names={filterNames} />), 'DE')?.dispatchEvent(new Event('change'));
  expect(address.value.search).toBe('?country=FR');
});

test('every filter in force can be removed on its own', () => {
  address.value = { path: '/', search: '?country=DE&phase=2' };
  const place = show(<FilterBar names={filterNames} />);
  const remove = place.querySelector<HTMLElement>(
    '[aria-label="Remove filter Country: Germany (DE)"]',
  );
  remove?.click();
  expect(address.value.search).toBe('?phase=2');
});

test('a link with an unknown value says so, and is rewritten when dismissed', () => {
  address.value = { path: '/', search: '?country=XX&country=DE' };
  const place = show(<FilterBar names={filterNames} />);
  const banner = place.querySelector('[role="alert"]');
  expect(banner?.textContent).toContain('left out: Country “XX”.');
  banner?.querySelector<HTMLElement>('button')?.click();
  expect(address.value.search).toBe('?country=DE');
});
