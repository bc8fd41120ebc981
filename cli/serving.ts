import { openProgress } from './progress.ts';

/** Serves until SIGINT or SIGTERM, then stops gracefully. */
export async function serve(home: string, port: number): Promise<void> {
  const progress = openProgress();
  const { buildDashboards } = await import('@portolan/dashboards');
  progress.status('Preparing the dashboards');
  const dashboards = await buildDashboards();
  const { initApp, shutdownApp } = await import('@portolan/server');
  const app = await initApp({
    home,
    host: '127.0.0.1',
    port,
    demo: true,
    dashboardsDist: dashboards.dist,
  });
  progress.line(`Serving http://127.0.0.1:${app.port}  (Ctrl-C stops)`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  progress.line('Stopping');
  await shutdownApp(app);
}
