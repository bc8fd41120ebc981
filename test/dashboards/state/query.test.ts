import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerOf, forget, load, outage, requestOf } from '../../../dashboards/state/query.ts';
import { type AnsweringServer, openServer } from '../page.ts';
import { errorReply, rowsReply } from '../reply.ts';

const sites = { metrics: ['sites'] };
const studies = { metrics: ['studies'] };

let server: AnsweringServer;

beforeEach(async () => {
  server = await openServer();
  forget();
});

afterEach(() => server.close());

describe('load', () => {
  test('asks for everything in one request and spreads the answers', async () => {
    server.replies.set('sites', rowsReply([{ sites: 176 }]));
    server.replies.set('studies', rowsReply([{ studies: 1 }]));
    await load({ sites, studies }, 'build-1');
    expect(server.asked).toEqual([{ queries: { sites, studies } }]);
    expect(answerOf('sites')).toMatchObject({ status: 'ready', table: { rows: [{ sites: 176 }] } });
    expect(requestOf('studies')).toEqual(studies);
  });

  test('asks again only for what changed', async () => {
    server.replies.set('sites', rowsReply([{ sites: 176 }]));
    server.replies.set('studies', rowsReply([{ studies: 1 }]));
    await load({ sites, studies }, 'build-1');
    const narrowed = {
      metrics: ['sites'],
      where: [{ dimension: 'country', op: 'in', values: ['DE'] }],
    } as const;
    await load({ sites: narrowed, studies }, 'build-1');
    expect(server.asked[1]).toEqual({ queries: { sites: narrowed } });
    await load({ sites: narrowed, studies }, 'build-1');
    expect(server.asked).toHaveLength(2);
    await load({ sites: narrowed, studies }, 'build-2');
    expect(Object.keys(server.asked[2]?.queries ?? {})).toEqual(['sites', 'studies']);
  });

  test('the latest call wins, and what an abandoned one left open is asked again', async () => {
    server.replies.set('sites', { ...rowsReply([{ sites: 1 }]), delay: 2000 });
    server.replies.set('studies', rowsReply([{ studies: 1 }]));
    const abandoned = load({ sites, studies }, 'build-1');
    while (answerOf('sites').status !== 'ready') await new Promise((done) => setTimeout(done, 5));
    await load({ sites, studies, more: sites }, 'build-1');
    await abandoned;
    expect(server.asked[1]).toEqual({ queries: { studies, more: sites } });
    expect(answerOf('studies').status).toBe('ready');
  });

  test('the same call while the first is under way asks nothing more', async () => {
    server.replies.set('sites', { ...rowsReply([{ sites: 1 }]), delay: 50 });
    const first = load({ sites }, 'build-1');
    await load({ sites }, 'build-1');
    await first;
    expect(server.asked).toHaveLength(1);
    expect(answerOf('sites').status).toBe('ready');
  });

  test('one failure leaves the other answers alone and shows no older answer as if it were this one', async () => {
    server.replies.set('sites', rowsReply([{ sites: 176 }]));
    server.replies.set('studies', rowsReply([{ studies: 1 }]));
    await load({ sites, studies }, 'build-1');
    server.replies.set('studies', errorReply('no_mart', 'There is no mart.', 'Run the build.'));
    await load({ sites, studies }, 'build-2');
    expect(answerOf('sites').status).toBe('ready');
    const error = { code: 'no_mart', message: 'There is no mart.', hint: 'Run the build.' };
    expect(answerOf('studies')).toEqual({ status: 'failed', error });
    expect(outage.value).toBeUndefined();
  });

  test('a failed query is asked again by the same call', async () => {
    server.replies.set('sites', errorReply('busy', 'Too many queries.', 'Wait.'));
    await load({ sites }, 'build-1');
    server.replies.set('sites', rowsReply([{ sites: 176 }]));
    await load({ sites }, 'build-1');
    expect(answerOf('sites').status).toBe('ready');
  });

  test('an answer that misses a result fails that result', async () => {
    server.replies.set('sites', rowsReply([{ sites: 176 }]));
    await load({ sites, studies }, 'build-1');
    expect(answerOf('sites').status).toBe('ready');
    expect(answerOf('studies').error?.code).toBe('connection_lost');
    expect(outage.value?.code).toBe('connection_lost');
  });
});

test('nothing of another viewer stays after forgetting', async () => {
  server.replies.set('sites', rowsReply([{ sites: 176 }]));
  await load({ sites }, 'build-1');
  forget();
  expect(answerOf('sites')).toEqual({ status: 'loading' });
});
