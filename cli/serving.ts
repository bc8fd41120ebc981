import { openProgress } from './progress.ts';

/** Serves until SIGINT or SIGTERM, then stops gracefully. */
export async function serve(home: string, port: number, asJson = false): Promise<void> {
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
  const url = `http://127.0.0.1:${app.port}`;
  if (asJson) process.stdout.write(`${JSON.stringify({ url })}\n`);
  else progress.line(`Serving ${url}  (Ctrl-C stops)`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  progress.line('Stopping');
  await shutdownApp(app);
}
