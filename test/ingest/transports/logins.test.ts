import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FetchingHome, fetchingHome } from './fetching.ts';
import { type LoginServer, loginServer, type Offer } from './logins.ts';

const PASSWORD = 'correct horse battery';

let at: FetchingHome;
let server: LoginServer;
const offer = async (settings: Partial<Offer>): Promise<void> => {
  server = await loginServer({ password: PASSWORD, ways: ['password'], ...settings });
  at.configure({
    labs: {
      kind: 'sftp',
      host: '127.0.0.1',
      port: server.port,
      user: 'sponsor',
      host_key: server.hostKey,
      password: { env: 'PASSWORD' },
      path: '/out',
    },
  });
};
const codeWith = async (password: string): Promise<string | undefined> =>
  (await at.fetch({ environment: { PASSWORD: password } })).error?.code;

beforeEach(() => {
  at = fetchingHome();
});
afterEach(async () => {
  await server.close();
  at.remove();
});

const INSIDE = 'ACCESS_DENIED'; // The server lets nobody read the folder, but says so after the login only.

test.each([
  ['password', ['password']],
  ['keyboard-interactive', ['keyboard-interactive']],
  ['password', ['keyboard-interactive', 'password']],
] as const)('a password is given by %s where the server offers %j', async (way, ways) => {
  await offer({ ways });
  expect(await codeWith(PASSWORD)).toBe(INSIDE);
  expect(server.tried).toEqual([[way, PASSWORD]]);
});

test.each([
  [['password']],
  [['keyboard-interactive']],
  [['password', 'keyboard-interactive']],
] as const)('a wrong one is given once where the server offers %j', async (ways) => {
  await offer({ ways });
  expect(await codeWith('another')).toBe('LOGIN_REFUSED');
  expect(server.tried.length).toBe(1);
  expect(at.clock.waits).toEqual([]);
});

test.each([
  ['shown', [{ prompt: 'User: ', echo: true }]],
  [
    'more than one',
    [
      { prompt: 'Password: ', echo: false },
      { prompt: 'Code: ', echo: false },
    ],
  ],
])('it is not given to a prompt that is %s', async (_, prompts) => {
  await offer({ ways: ['keyboard-interactive'], prompts });
  expect(await codeWith(PASSWORD)).toBe('LOGIN_REFUSED');
  expect(server.tried.map(([, answer]) => answer.includes(PASSWORD))).toEqual([false]);
});
