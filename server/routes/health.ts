import { Router } from 'express';
import type { Services } from '../services.ts';

/** `/healthz`: the process answers. `/readyz`: it can answer queries. */
export function healthRoutes({ door, state }: Services): Router {
  const router = Router();
  router.get('/healthz', (_, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', (_, response) => {
    response.set('Cache-Control', 'no-store');
    if (state.isStopping) response.status(503).json({ status: 'stopping' });
    else response.json({ status: 'ready', build_id: door.build().build_id });
  });
  return router;
}
