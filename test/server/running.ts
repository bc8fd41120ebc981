import { mkdir, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { type App, type AppOptions, initApp, shutdownApp } from '@portolan/server';
import { type Published, publish } from '../query/portfolio.ts';

export interface Running {
  app: App;
  published: Published;
  url: string;
  /** Log lines so far, parsed. */
  log(): Record<string, unknown>[];
  stop(): Promise<void>;
}

export const styleHash = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

async function writePages(home: string): Promise<string> {
  const dist = join(home, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  await writeFile(join(dist, 'index.html'), '<!doctype html><title>Portolan</title>');
  await writeFile(join(dist, 'assets', 'main-abc123.js'), 'export {};');
  const csp = { sources: '', styleHashes: [styleHash, "'unsafe-inline'"] };
  await writeFile(join(dist, 'csp.json'), JSON.stringify(csp));
  return dist;
}

/** A server on a free port of this machine, over the small portfolio and a page of one line. */
export async function start(options: Partial<AppOptions> = {}): Promise<Running> {
  process.env.PORTOLAN_LOG_LEVEL = 'debug';
  const published = await publish();
  const lines: string[] = [];
  const app = await initApp({
    home: published.home,
    host: '127.0.0.1',
    port: 0,
    demo: true,
    dashboardsDist: await writePages(published.home),
    logTo: { write: (line) => lines.push(line) },
    ...options,
  });
  return {
    app,
    published,
    url: `http://127.0.0.1:${app.port}`,
    log: () => lines.map((line) => JSON.parse(line)),
    async stop() {
      await shutdownApp(app);
      await published.remove();
    },
  };
}

/** A request with headers that fetch would not send, such as another Host. */
export function rawRequest(
  port: number,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', path = '/', headers = {}, body } = options;
    const sent = httpRequest({ port, host: '127.0.0.1', method, path, headers }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
