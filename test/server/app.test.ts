import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { initApp, shutdownApp } from '@portolan/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publish } from '../query/portfolio.ts';
import { type Running, rawRequest, start, styleHash } from './running.ts';

let running: Running;

beforeAll(async () => {
  running = await start();
});

afterAll(() => running.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${running.url}${path}`, { headers });

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${running.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('health', () => {
  test('lives and is ready', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready', build_id: 'b1' });
  });
});

describe('security', () => {
  test('the policy lets in this server alone, and of hashes only hashes', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(policy.split(';')).toEqual([
      "default-src 'self'",
      "script-src 'self'",
      `style-src 'self' ${styleHash}`,
      "img-src 'self' data:",
      "connect-src 'self'",
      "font-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]);
  });

  test.each([
    'portolan.attacker.example',
    'portolan.attacker.example:4173',
    '127.0.0.1.attacker.example',
  ])('a request for host "%s" is refused', async (host) => {
    const { status, body } = await rawRequest(running.app.port, { headers: { host } });
    expect(status).toBe(403);
    expect(JSON.parse(body).error.code).toBe('SERVER_HOST_REFUSED');
  });

  test.each(['localhost', '127.0.0.1:80', '[::1]:4173', 'LOCALHOST:1'])(
    'host %s is answered',
    async (host) => {
      const { status } = await rawRequest(running.app.port, {
        path: '/healthz',
        headers: { host },
      });
      expect(status).toBe(200);
    },
  );

  test.each([
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'content-type': 'text/plain' }, 415],
    [{ 'content-type': 'application/json' }, 200],
  ])('POST with %j gives %i', async (headers, wanted) => {
    const { status } = await rawRequest(running.app.port, {
      method: 'POST',
      path: '/api/session/role',
      headers: { 'content-type': 'application/json', ...headers } as Record<string, string>,
      body: '{"role":"finance"}',
    });
    expect(status).toBe(wanted);
  });

  test('does not listen beyond this machine', async () => {
    const { home, remove } = await publish();
    const options = { home, host: '0.0.0.0', port: 0, demo: true } as const;
    await expect(initApp(options)).rejects.toMatchObject({ code: 'SERVER_NOT_LOOPBACK' });
    await remove();
  });
});

describe('session', () => {
  test('the chosen role is kept in a cookie that scripts and other sites cannot use', async () => {
    const chosen = await post('/api/session/role', { role: 'finance' });
    const cookie = chosen.headers.get('set-cookie') ?? '';
    expect(cookie).toBe('portolan_role=finance; Path=/; HttpOnly; SameSite=Strict');
    const session = await (await get('/api/session', { cookie: 'portolan_role=finance' })).json();
    expect(session).toMatchObject({
      viewer: { role: 'finance', classes: ['commercial', 'subject_level'] },
      roles: ['leadership', 'feasibility', 'finance', 'clinical_operations', 'auditor'],
      demo: true,
    });
  });

  test('an unknown role is refused and an unknown cookie is nobody special', async () => {
    const refused = await post('/api/session/role', { role: 'admin' });
    expect(refused.status).toBe(403);
    expect((await refused.json()).error.code).toBe('QUERY_UNKNOWN_ROLE');
    const session = await (await get('/api/session', { cookie: 'portolan_role=admin' })).json();
    expect(session.viewer.role).toBe('leadership');
  });
});

describe('definitions', () => {
  test('metrics and freshness', async () => {
    const { metrics, dimensions } = await (await get('/api/metrics')).json();
    expect(metrics.map(({ name }: { name: string }) => name)).toContain('screen_failure_rate');
    expect(dimensions.map(({ name }: { name: string }) => name)).toContain('phase');
    expect(await (await get('/api/freshness')).json()).toMatchObject({
      build_id: 'b1',
      data_as_of: '2026-03-31',
      feeds: [{ feed: 'site' }],
    });
  });
});

describe('pages', () => {
  test('the page is asked for anew, its assets are kept', async () => {
    for (const path of ['/', '/studies/AA-001']) {
      const page = await get(path);
      expect(page.status).toBe(200);
      expect(page.headers.get('cache-control')).toBe('no-cache');
      expect(await page.text()).toContain('<title>Portolan</title>');
    }
    const asset = await get('/assets/main-abc123.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test('an unknown page is a page, an unknown address an error', async () => {
    const page = await get('/nowhere', { accept: 'text/html' });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('<title>');
    for (const path of ['/api/nowhere', '/assets/gone.js', '/../../etc/passwd']) {
      const answer = await get(path, { accept: 'application/json' });
      expect(answer.status).toBe(404);
      expect((await answer.json()).error).toEqual({
        code: 'SERVER_NOT_FOUND',
        message: 'There is nothing under this address.',
      });
    }
  });

  test('a folder without pages is a sentence', async () => {
    const { home, remove } = await publish();
    const options = { home, host: '127.0.0.1', port: 0, demo: true, dashboardsDist: home } as const;
    await expect(initApp(options)).rejects.toMatchObject({ code: 'SERVER_PAGES_MISSING' });
    await remove();
  });
});

describe('starting and stopping', () => {
  test('a port in use is a sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { home, remove } = await publish();
    await expect(initApp({ home, host: '127.0.0.1', port, demo: true })).rejects.toMatchObject({
      code: 'SERVER_PORT_IN_USE',
      message: `Port ${port} is in use on 127.0.0.1.`,
    });
    other.close();
    await remove();
  });

  test('a home without a build is a sentence', async () => {
    const options = { home: '/nonexistent-home', host: '127.0.0.1', port: 0, demo: true } as const;
    await expect(initApp(options)).rejects.toMatchObject({ code: 'BUILD_MISSING' });
  });

  test('finishes what is under way, then refuses connections', async () => {
    const own = await start();
    const answers = Array.from({ length: 8 }, () =>
      fetch(`${own.url}/api/query?metric=subjects_screened&by=study,month`),
    );
    await new Promise((resolve) => own.app.server.once('request', resolve));
    const stopped = own.stop();
    for (const answer of await Promise.allSettled(answers)) {
      if (answer.status === 'fulfilled') {
        expect(answer.value.status).toBe(200);
        expect(await answer.value.json()).toHaveLength(4);
      }
    }
    await stopped;
    await expect(fetch(`${own.url}/healthz`)).rejects.toThrow();
    await shutdownApp(own.app);
  });

  test('serves the build that is published while it runs', async () => {
    const own = await start();
    await publish({ home: own.published.home, id: 'b2' });
    const freshness = await (await fetch(`${own.url}/api/freshness`)).json();
    expect(freshness.build_id).toBe('b2');
    await writeFile(join(own.published.home, 'current'), 'gone');
    expect((await (await fetch(`${own.url}/api/freshness`)).json()).build_id).toBe('b2');
    expect(own.log()).toContainEqual(
      expect.objectContaining({
        msg: 'the published build cannot be opened',
        code: 'BUILD_UNREADABLE',
      }),
    );
    await own.stop();
  });
});

test('the log holds neither filters nor bodies', async () => {
  await get('/api/query?metric=subjects_screened&where=subject:in:SECRET-001', {
    cookie: 'portolan_role=auditor',
  });
  await get('/studies/SECRET-002');
  await post('/api/query', { queries: { t: { list: 'SECRET-003', columns: ['SECRET-004'] } } });
  await get('/api/query?SECRET-005=1');
  const text = JSON.stringify(running.log());
  expect(text).not.toContain('SECRET');
  expect(running.log()).toContainEqual(
    expect.objectContaining({ route: '/api/query', method: 'GET', status: 200, msg: 'answered' }),
  );
});
