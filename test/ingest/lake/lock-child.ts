import { setTimeout as wait } from 'node:timers/promises';
import { lockFeeds } from '../../../ingest/lake/lock.ts';

const [, , home = '', feeds = '', holdMs = '0'] = process.argv;
const lock = await lockFeeds(home, feeds.split(','), 60_000);
process.stdout.write(`took ${Date.now()}\n`);
await wait(Number(holdMs));
process.stdout.write(`gave ${Date.now()}\n`);
await lock.release();
