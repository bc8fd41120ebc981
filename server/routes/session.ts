import { roleNames, type Viewer, viewerFor } from '@portolan/query';
import { Router } from 'express';
import { ServerError } from '../errors.ts';
import { keepRole, viewerOf } from '../session.ts';

function roleIn(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'role' in body) {
    if (typeof body.role === 'string') return body.role;
  }
  throw new ServerError('SERVER_BODY_INVALID', 'The body names no role.', {
    hint: `Send {"role": "..."} with one of ${roleNames.join(', ')}.`,
  });
}

function describe(viewer: Viewer) {
  return { viewer, roles: roleNames, demo: true };
}

/** Who the viewer is; in demo mode, who they choose to be. */
export function sessionRoutes(): Router {
  const router = Router();
  router.get('/api/session', (request, response) => {
    response.json(describe(viewerOf(request)));
  });
  router.post('/api/session/role', (request, response) => {
    const viewer = viewerFor(roleIn(request.body), 'demo');
    keepRole(response, viewer.role);
    response.json(describe({ ...viewer, id: `demo ${viewer.role.replaceAll('_', ' ')}` }));
  });
  return router;
}
