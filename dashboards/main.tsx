import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './App.tsx';
import { commonQueries, followOptions } from './pages/common.ts';
import { portfolioQueries } from './pages/portfolio/queries.ts';
import { studyQueries } from './pages/study/queries.ts';
import { definitions, loadDefinitions } from './state/definitions.ts';
import { followAddress } from './state/filters.ts';
import { followFreshness, freshness, loadFreshness } from './state/freshness.ts';
import { followLinks } from './state/links.ts';
import { attempt, forget, load, type Queries } from './state/query.ts';
import { type Route, route, titleOf } from './state/route.ts';
import { loadSession, session } from './state/session.ts';
import { followTheme } from './state/theme.ts';
import { report } from './state/trouble.ts';
import './style/index.css';

function pageQueries(page: Route): Queries {
  switch (page.page) {
    case 'portfolio':
      return portfolioQueries();
    case 'study':
      return studyQueries(page.studyId);
    case 'unknown':
      return {};
  }
}

/** Keeps the answers those of the page, the viewer and the build. */
function followQueries(): () => void {
  let viewed = '';
  let studied = '';
  return effect(() => {
    const viewer = session.value?.viewer;
    const build = freshness.value?.build_id;
    if (!viewer || build === undefined || !definitions.value || attempt.value < 0) return;
    const page = route.value;
    const queries = pageQueries(page);
    const viewing = JSON.stringify([viewer.id, viewer.role]);
    if (viewing !== viewed) forget();
    viewed = viewing;
    if (page.page === 'study') {
      if (page.studyId !== studied) forget(Object.keys(studyQueries(page.studyId)));
      studied = page.studyId;
    }
    load({ ...commonQueries(), ...queries }, JSON.stringify([build, viewing])).catch(report);
  });
}

/** Asks for the definitions again when a later build brings other ones. */
function followDefinitions(): void {
  let known = freshness.value?.definitions_version;
  effect(() => {
    const version = freshness.value?.definitions_version;
    if (version === known) return;
    known = version;
    loadDefinitions().catch(report);
  });
}

const root = document.getElementById('app');
if (root) {
  followTheme(document.documentElement);
  followAddress();
  followLinks(document);
  followFreshness(report);
  effect(followOptions);
  effect(() => {
    document.title = titleOf(route.value);
  });
  followQueries();
  render(<App />, root);
  Promise.all([loadSession(), loadFreshness(), loadDefinitions()])
    .then(followDefinitions)
    .catch(report);
}
