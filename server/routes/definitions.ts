import { Router } from 'express';
import type { Services } from '../services.ts';
import { viewerOf } from '../session.ts';

/** What can be asked, and how current the answers are. */
export function definitionRoutes({ door }: Services): Router {
  const router = Router();
  router.get('/api/metrics', async (request, response) => {
    const metrics = await door.metrics(viewerOf(request));
    response.json({ metrics, dimensions: await door.dimensions() });
  });
  router.get('/api/freshness', async (_, response) => {
    response.json(await door.freshness());
  });
  return router;
}
