import { isRole, type Role, type Viewer, viewerFor } from '@portolan/query';
import type { Request, Response } from 'express';

const cookieName = 'portolan_role';
const defaultRole: Role = 'leadership';

function cookieOf(request: Request): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookieName)?.[1];
}

/** Who asks, in demo mode: whichever role was chosen on the page, by whoever sits at this machine. */
export function viewerOf(request: Request): Viewer {
  const chosen = cookieOf(request) ?? '';
  const role = isRole(chosen) ? chosen : defaultRole;
  return viewerFor(role, `demo ${role.replaceAll('_', ' ')}`);
}

export function keepRole(response: Response, role: Role): void {
  response.cookie(cookieName, role, { httpOnly: true, sameSite: 'strict', path: '/' });
}
