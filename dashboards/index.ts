export { buildDashboards, type Dashboards } from './build/build.ts';
