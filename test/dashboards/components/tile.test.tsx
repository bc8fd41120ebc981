import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ResultTable, UprightTable } from '../../../dashboards/components/ResultTable.tsx';
import { Tile } from '../../../dashboards/components/Tile.tsx';
import { definitions } from '../../../dashboards/state/definitions.ts';
import { address } from '../../../dashboards/state/filters.ts';
import { answerOf, attempt, forget, load } from '../../../dashboards/state/query.ts';
import { type AnsweringServer, openPage, openServer, show } from '../page.ts';
import { errorReply, rowsReply } from '../reply.ts';

const request = {
  metrics: ['sites'],
  by: ['country'],
  where: [{ dimension: 'country', op: 'in', values: ['DE'] }],
} as const;

let server: AnsweringServer;

beforeAll(async () => {
  openPage();
  server = await openServer();
});

beforeEach(() => {
  forget();
  address.value = { path: '/', search: '' };
});

afterAll(() => server.close());

function Sites({ nothing }: { nothing?: string }) {
  return (
    <Tile
      tile="sites"
      title="Sites"
      queries={['sites']}
      metrics={['sites']}
      {...(nothing === undefined ? {} : { nothing: () => nothing })}
      limits={['Not filtered by country.']}
      takeaway={({ sites }) => `${sites.rows.length} countries.`}
      picture={() => <svg />}
      table={({ sites }) => <ResultTable caption="Sites" table={sites} />}
    />
  );
}

function state(place: HTMLElement): string | null | undefined {
  return place.querySelector('figure')?.getAttribute('data-state');
}

test('a tile waits without pretending to have data', () => {
  const place = show(<Sites />);
  expect(state(place)).toBe('loading');
  expect(place.querySelector('figure')?.getAttribute('aria-busy')).toBe('true');
  expect(place.querySelector('table, svg')).toBeNull();
});

describe('with an answer', () => {
  beforeEach(async () => {
    const columns = [{ name: 'sites', label: 'Sites', type: 'BIGINT', unit: 'count' }];
    server.replies.set('sites', rowsReply([{ country: 'DE', sites: 1234 }], columns));
    await load({ sites: request }, 'build-1');
  });

  test('it has a name, a sentence, a picture and its limits', () => {
    const place = show(<Sites />);
    const name = place.querySelector('figure')?.getAttribute('aria-labelledby');
    expect(place.querySelector(`[id="${name}"]`)?.textContent).toBe('Sites');
    expect(place.querySelector('.takeaway')?.textContent).toBe('1 countries.');
    expect(place.querySelector('.limit')?.textContent).toBe('Not filtered by country.');
    expect(place.querySelector('.tile-body svg')).not.toBeNull();
  });

  test('the table shows the same data in place of the picture', async () => {
    const place = show(<Sites />);
    place.querySelector<HTMLElement>('[aria-label="Show table: Sites"]')?.click();
    await Promise.resolve();
    await new Promise((done) => setTimeout(done, 20));
    expect(place.querySelector('.tile-body svg')).toBeNull();
    const back = place.querySelector('[aria-label="Show chart: Sites"]');
    expect(back?.textContent).toBe('Show chart');
    const cells = [...place.querySelectorAll('td')].map((cell) => cell.textContent);
    expect(cells).toEqual(['DE', '1,234']);
    const headers = [...place.querySelectorAll('th')].map((cell) => cell.textContent);
    expect(headers).toEqual(['Country', 'Sites (count)']);
  });

  test('a single row stands upright, one line a column', async () => {
    const { table } = answerOf('sites');
    const place = show(table ? <UprightTable caption="Sites" table={table} /> : null);
    const lines = [...place.querySelectorAll('tbody tr')].map((line) =>
      [...line.children].map((cell) => cell.textContent),
    );
    expect(lines).toEqual([
      ['Country', 'DE'],
      ['Sites (count)', '1,234'],
    ]);
  });

  test('the CSV is of the same query with the same filters', () => {
    const link = show(<Sites />).querySelector('a[download]');
    const query = new URL(link?.getAttribute('href') ?? '', 'http://portolan').searchParams;
    expect(query.getAll('metric')).toEqual(['sites']);
    expect(query.getAll('where')).toEqual(['country:in:DE']);
    expect(query.get('format')).toBe('csv');
  });

  test('the definition is one button away', () => {
    const description = 'Sites selected for a study.';
    definitions.value = new Map([['sites', { name: 'sites', label: 'Sites', description }]]);
    const place = show(<Sites />);
    const button = place.querySelector('[aria-label="Definition: Sites"]');
    const tip = place.querySelector(`[id="${button?.getAttribute('popovertarget')}"]`);
    expect(tip?.textContent).toContain(description);
  });
});

test('an empty answer names the filters that emptied it', async () => {
  server.replies.set('sites', rowsReply([]));
  await load({ sites: request }, 'build-empty');
  address.value = { path: '/', search: '?country=DE' };
  const place = show(<Sites />);
  expect(state(place)).toBe('empty');
  expect(place.textContent).toContain('Nothing matches the filters: country DE.');
});

test('an empty answer that is good news is said as such', async () => {
  server.replies.set('sites', rowsReply([]));
  await load({ sites: request }, 'build-nothing');
  expect(show(<Sites nothing="No site is late." />).querySelector('.empty')?.textContent).toBe(
    'No site is late.',
  );
});

test('a failure says what happened and what to do, and can be tried again', async () => {
  server.replies.set('sites', errorReply('no_mart', 'There is no mart.', 'Run the build.'));
  await load({ sites: request }, 'build-2');
  const place = show(<Sites />);
  expect(state(place)).toBe('failed');
  const alert = place.querySelector('[role="alert"]');
  expect(alert?.textContent).toContain('There is no mart. Run the build. no_mart');
  const before = attempt.value;
  alert?.querySelector<HTMLElement>('button')?.click();
  expect(attempt.value).toBe(before + 1);
});
