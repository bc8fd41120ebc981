import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import express, { type Request, type Response, Router } from 'express';
import { ServerError } from '../errors.ts';

const aYear = 365 * 24 * 60 * 60 * 1000;

/**
 * The built pages: hashed assets are kept by browsers for ever, the page itself is asked for anew.
 *
 * @throws ServerError SERVER_PAGES_MISSING when the folder holds no page.
 */
export function pageRoutes(dist: string): Router {
  const page = resolve(dist, 'index.html');
  if (!existsSync(page)) {
    throw new ServerError('SERVER_PAGES_MISSING', `There are no built pages in ${dist}.`, {
      hint: 'Build the dashboards first.',
    });
  }
  const router = Router();
  router.use(
    '/assets',
    express.static(join(dist, 'assets'), { immutable: true, maxAge: aYear, index: false }),
  );
  router.use(express.static(dist, { index: false }));
  const sendPage = (_: Request, response: Response): void => {
    response.set('Cache-Control', 'no-cache').sendFile(page);
  };
  router.get('/', sendPage);
  router.get('/studies/:study', sendPage);
  router.get('/*path', (request, response, next) => {
    const wantsPage = request.accepts(['json', 'html']) === 'html';
    if (!wantsPage || request.path.startsWith('/api/')) return next();
    response.status(404);
    sendPage(request, response);
  });
  return router;
}
