import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StudyTable } from '../../../../dashboards/pages/portfolio/StudyTable.tsx';
import { address } from '../../../../dashboards/state/filters.ts';
import { freshness } from '../../../../dashboards/state/freshness.ts';
import { forget, load } from '../../../../dashboards/state/query.ts';
import { session } from '../../../../dashboards/state/session.ts';
import type { QueryRequest, Row } from '../../../../dashboards/wire/types.ts';
import { type AnsweringServer, openPage, openServer, show } from '../../page.ts';
import { rowsReply } from '../../reply.ts';

const answers: Readonly<Record<string, readonly Row[]>> = {
  studies: [
    { study_id: 'S-1', study_name: 'AURORA', phase: 'Phase 2', study_status: 'active' },
    { study_id: 'S-2', study_name: 'BOREAS', phase: 'Phase 3', study_status: 'active' },
    { study_id: 'S-3', study_name: 'CETUS', phase: 'Phase 3', study_status: 'closed' },
  ],
  study_measures: [
    {
      study: 'S-1',
      subjects_enrolled: 98,
      planned_enrolled: 100,
      enrollment_attainment: 0.98,
      milestone_slip_days: 45,
      overdue_visits: 0,
      report_timeliness: 0.95,
      spend_actual: '1234567.8900',
      spend_budget: '1000000.0000',
      spend_share_of_budget: 1.23,
    },
    {
      study: 'S-2',
      subjects_enrolled: 60,
      planned_enrolled: 100,
      enrollment_attainment: 0.6,
      milestone_slip_days: -3,
      overdue_visits: 4,
      report_timeliness: 0.95,
      spend_actual: '10.0000',
      spend_budget: '20.0000',
      spend_share_of_budget: 0.5,
    },
  ],
  study_months: [
    { study: 'S-2', month: '2026-02-01', subjects_enrolled: 20, planned_enrolled_total: 50 },
    { study: 'S-2', month: '2026-03-01', subjects_enrolled: 40, planned_enrolled_total: 50 },
  ],
};

function withoutMoney(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('spend')));
}

let server: AnsweringServer;

async function answerAs(role: string, classes: readonly string[]): Promise<void> {
  session.value = { viewer: { id: 'demo', role, classes }, roles: [role] };
  const money = classes.includes('commercial');
  const measures = answers.study_measures ?? [];
  server.replies.set('study_measures', rowsReply(money ? measures : measures.map(withoutMoney)));
  const request: QueryRequest = { metrics: ['any'] };
  forget();
  await load(Object.fromEntries(Object.keys(answers).map((id) => [id, request])), role);
}

beforeAll(async () => {
  openPage();
  server = await openServer();
  for (const [id, rows] of Object.entries(answers)) server.replies.set(id, rowsReply(rows));
});

beforeEach(() => {
  freshness.value = {
    build_id: 'build-1',
    built_at: '2026-03-31T22:05:12Z',
    data_as_of: '2026-03-31',
    definitions_version: 'v1',
    feeds: [],
  };
  address.value = { path: '/', search: '?country=DE' };
});

afterAll(() => server.close());

const studiesIn = (place: HTMLElement) =>
  [...place.querySelectorAll('tbody th a')].map((link) => link.textContent);

describe('the study table', () => {
  test('puts the study furthest off plan first and says why', async () => {
    await answerAs('leadership', ['commercial']);
    const place = show(<StudyTable />);
    expect(studiesIn(place)).toEqual(['S-1', 'S-2']);
    expect(place.querySelector('.takeaway')?.textContent).toBe(
      '2 of 2 studies off plan in DE, 0 to watch. Furthest off: S-1, spend 23% over budget.',
    );
    expect(place.querySelector('tbody .status')?.textContent).toBe('Off plan');
  });

  test('follows the sort in the address', async () => {
    await answerAs('leadership', ['commercial']);
    address.value = { path: '/', search: '?sort=-overdue' };
    expect(studiesIn(show(<StudyTable />))).toEqual(['S-2', 'S-1']);
  });

  test('links to the study with the filters in force', async () => {
    await answerAs('leadership', ['commercial']);
    const link = show(<StudyTable />).querySelector('tbody th a');
    expect(link?.getAttribute('href')).toBe('/studies/S-1?country=DE');
  });

  test('gives the sparkline its words, and draws none where nobody is enrolled', async () => {
    await answerAs('leadership', ['commercial']);
    const labels = [...show(<StudyTable />).querySelectorAll('.sparkline')].map((picture) =>
      picture.getAttribute('aria-label'),
    );
    expect(labels).toEqual(['2026-02 to 2026-03: from 20 to 60 enrolled']);
  });

  test('shows money exactly, to whom may see it', async () => {
    await answerAs('finance', ['commercial']);
    expect(show(<StudyTable />).textContent).toContain('1,234,568 / 1,000,000');
  });

  test('says that money is withheld from a role without it', async () => {
    await answerAs('feasibility', []);
    const place = show(<StudyTable />);
    expect(place.textContent).toContain('this role may not see money');
    expect(place.textContent).not.toContain('Spend / budget to date');
    expect(studiesIn(place)).toEqual(['S-2', 'S-1']);
  });
});
