import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './App.tsx';
import { commonQueries, followOptions } from './pages/common.ts';
import { portfolioQueries } from './pages/portfolio/queries.ts';
import { studyQueries } from './pages/study/queries.ts';
import { loadDefinitions } from './state/definitions.ts';
import { followAddress } from './state/filters.ts';
import { followFreshness, freshness, loadFreshness } from './state/freshness.ts';
import { followLinks } from './state/links.ts';
import { attempt, forget, load, type Queries } from './state/query.ts';
import { type Route, route } from './state/route.ts';
import { loadSession, session } from './state/session.ts';
import { followTheme } from './state/theme.ts';
import { report } from './state/trouble.ts';
import './style/index.css';

function pageQueries(page: Route): Queries {
  switch (page.page) {
    case 'portfolio':
      return { ...commonQueries(), ...portfolioQueries() };
    case 'study':
      return { ...commonQueries(), ...studyQueries(page.studyId) };
    case 'unknown':
      return {};
  }
}

function followQueries(): () => void {
  let subject = '';
  return effect(() => {
    const viewer = session.value?.viewer;
    const build = freshness.value?.build_id;
    if (!viewer || build === undefined || attempt.value < 0) return;
    const next = JSON.stringify([route.value, viewer.id, viewer.role]);
    if (next !== subject) forget();
    subject = next;
    load(pageQueries(route.value), JSON.stringify([build, viewer.id, viewer.role])).catch(report);
  });
}

const root = document.getElementById('app');
if (root) {
  followTheme(document.documentElement);
  followAddress();
  followLinks(document);
  followFreshness(report);
  effect(followOptions);
  followQueries();
  render(<App />, root);
  Promise.all([loadSession(), loadFreshness(), loadDefinitions()]).catch(report);
}
