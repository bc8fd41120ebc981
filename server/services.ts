import type { Door } from '@portolan/query';
import type { Limits } from './limits.ts';
import type { Logger } from './log.ts';

/** What the routes work with. */
export interface Services {
  readonly door: Door;
  readonly limits: Limits;
  readonly log: Logger;
  readonly state: { isStopping: boolean };
}
