import { type Door, openDoor, type QueryRequest, type Row, viewerFor } from '@portolan/query';
import { afterAll, beforeAll } from 'vitest';
import { type Published, publish } from './portfolio.ts';

/** A door on a build of its own, open while the tests of a file run. */
export interface OpenDoor {
  door(): Door;
  home(): string;
  /** Rows of an answer, to finance unless another role asks. */
  ask(request: QueryRequest, role?: string): Promise<Row[]>;
}

export function withDoor(options: { sql: string; yaml: string }): OpenDoor {
  let published: Published | undefined;
  let door: Door | undefined;
  const present = <T>(value: T | undefined): T => {
    if (value === undefined) throw new TypeError('the door is not open');
    return value;
  };
  beforeAll(async () => {
    published = await publish(options);
    door = await openDoor(published.home);
  });
  afterAll(async () => {
    await door?.close();
    await published?.remove();
  });
  return {
    door: () => present(door),
    home: () => present(published).home,
    ask: async (request, role = 'finance') =>
      (await present(door).query(request, viewerFor(role, 'test'))).rows(),
  };
}

/** The mart that every build has, with one feed. */
export const feedStatus = `
create table marts.feed_status as select * from (values
  ('site', 'ctms', 2::bigint, timestamp '2026-03-31 22:00:00', 3::bigint, 1::bigint)
) t(feed, source, loads, last_loaded_at, rows_accepted, rows_rejected);
`;
