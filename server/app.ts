import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { type Door, openDoor } from '@portolan/query';
import compression from 'compression';
import express, { type Express } from 'express';
import { accessLog } from './access-log.ts';
import { errorHandler } from './error-handler.ts';
import { ServerError } from './errors.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { listen } from './listen.ts';
import { type DestinationStream, errorFacts, type Logger, openLog } from './log.ts';
import { demandLoopbackHost, demandSameOrigin, isLoopback } from './loopback.ts';
import { batchRoute } from './routes/batch.ts';
import { definitionRoutes } from './routes/definitions.ts';
import { healthRoutes } from './routes/health.ts';
import { pageRoutes } from './routes/pages.ts';
import { queryRoute } from './routes/query.ts';
import { sessionRoutes } from './routes/session.ts';
import { readStyleHashes, securityHeaders } from './security.ts';
import type { Services } from './services.ts';

/** What to serve and where; nothing is read from the environment. */
export interface AppOptions {
  /** Home directory whose published build is served. */
  readonly home: string;
  /** Address to listen on: in demo mode one of this machine alone. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Roles are chosen on the page; there is no sign-in yet, so there is no other mode. */
  readonly demo: true;
  /** Folder of the built pages; without it only the API is served. */
  readonly dashboardsDist?: string;
  /** Clock of stamps and logs. */
  readonly clock?: () => Date;
  readonly limits?: Partial<Limits>;
  /** Where log lines go; default standard error. */
  readonly logTo?: DestinationStream;
}

/** A running server with everything it holds. */
export interface App {
  readonly host: string;
  readonly port: number;
  readonly server: Server;
  readonly door: Door;
  readonly log: Logger;
  readonly limits: Limits;
  readonly state: { isStopping: boolean };
}

/** The middleware and routes, outermost first. */
async function route(services: Services, { dashboardsDist, clock }: AppOptions): Promise<Express> {
  const now = clock ? () => clock().valueOf() : () => performance.now();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.use(accessLog(services.log, now));
  app.use(securityHeaders(dashboardsDist ? await readStyleHashes(dashboardsDist) : []));
  app.use(demandLoopbackHost);
  app.use(demandSameOrigin);
  app.use(compression({ level: 4, filter: () => true }));
  app.use(healthRoutes(services));
  app.use('/api', (_, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.use(express.json({ limit: services.limits.bodyBytes }));
  app.use(sessionRoutes());
  app.use(definitionRoutes(services));
  app.use(queryRoute(services));
  app.use(batchRoute(services));
  if (dashboardsDist !== undefined) app.use(pageRoutes(dashboardsDist));
  app.use(() => {
    throw new ServerError('SERVER_NOT_FOUND', 'There is nothing under this address.');
  });
  app.use(errorHandler(services.log));
  return app;
}

/**
 * Opens the query door, serves it, and resolves once the server listens.
 *
 * @throws ServerError when the address is not of this machine, the port is taken or refused, or the
 * pages are missing; QueryError when there is no build to serve.
 */
export async function initApp(options: AppOptions): Promise<App> {
  const { home, host, clock } = options;
  if (!isLoopback(host)) {
    throw new ServerError(
      'SERVER_NOT_LOOPBACK',
      `Demo mode has no sign-in, so it does not listen on ${host}.`,
      { hint: 'Listen on 127.0.0.1.' },
    );
  }
  const log = openLog(options.logTo);
  const door = await openDoor(home, {
    ...(clock ? { now: clock } : {}),
    onProblem: (error) => log.error(errorFacts(error), 'the published build cannot be opened'),
  });
  const state = { isStopping: false };
  const limits = { ...defaultLimits, ...options.limits };
  try {
    const server = createServer(await route({ door, limits, log, state }, options));
    server.headersTimeout = 10_000;
    server.requestTimeout = 30_000;
    const port = await listen(server, host, options.port);
    log.info({ host, port, build_id: door.build().build_id }, 'listening');
    return { host, port, server, door, log, limits, state };
  } catch (error) {
    await door.close();
    throw error;
  }
}

/** Stops listening, lets answers under way finish (for a while), and closes the door. */
export async function shutdownApp(app: App): Promise<void> {
  if (app.state.isStopping) return;
  app.state.isStopping = true;
  app.log.info('stopping');
  const closed = new Promise<void>((resolve) => app.server.close(() => resolve()));
  app.server.closeIdleConnections();
  const late = setTimeout(() => app.server.closeAllConnections(), app.limits.stopGrace);
  await closed;
  clearTimeout(late);
  await app.door.close();
  app.log.info('stopped');
}
