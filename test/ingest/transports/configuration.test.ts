import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chosen, parseTransports, transportsOf } from '../../../ingest/transports/configuration.ts';
import { type FetchingHome, fetchingHome } from './fetching.ts';

const SFTP = {
  kind: 'sftp',
  host: 'sftp.labs.example',
  user: 'sponsor',
  host_key: `SHA256:${'A'.repeat(43)}`,
  password: { env: 'LABS_PASSWORD' },
  path: '/out',
};
const S3 = {
  kind: 's3',
  bucket: 'deliveries',
  region: 'eu-central-1',
  access_key_id: { env: 'KEY_ID' },
  secret_access_key: { env: 'KEY' },
};
const PAGES = {
  kind: 'https',
  url: 'https://feed.example/pages',
  get: 'pages',
  extension: 'json',
  paging: { by: 'token', parameter: 'pageToken', token: 'nextPageToken' },
};

describe('a configuration', () => {
  test('names transports of every kind', () => {
    const all = parseTransports('t.yaml', {
      drop: { kind: 'folder', path: '/srv/drop', marker: '.done' },
      labs: SFTP,
      edc: S3,
      registry: PAGES,
    });
    expect(all.map(({ name, kind }) => [name, kind])).toEqual([
      ['drop', 'folder'],
      ['labs', 'sftp'],
      ['edc', 's3'],
      ['registry', 'https'],
    ]);
  });

  test.each([
    ['an unknown kind', { kind: 'ftp' }, 'labs/kind must be one of folder, sftp, s3, https'],
    ['no path', { kind: 'folder' }, "labs must have required property 'path'"],
    ['an unknown key', { ...SFTP, hostkey: 'x' }, 'labs holds the unknown key hostkey'],
    ['a key that is no fingerprint', { ...SFTP, host_key: 'abc' }, 'labs/host_key/0 must match'],
    ['no pinned key', { ...SFTP, host_key: undefined }, "required property 'host_key'"],
    ['no login', { ...SFTP, password: undefined }, 'needs one of password and private_key'],
    ['verification off', { ...PAGES, verify: false }, 'labs holds the unknown key verify'],
    ['pages without paging', { ...PAGES, paging: undefined }, "required property 'paging'"],
    ['paging by id without an id', { ...PAGES, paging: { by: 'id' } }, 'required property'],
    ['a list', [1], 'labs must be a mapping'],
  ])('%s is told in one sentence', (_, transport, why) => {
    const parse = () => parseTransports('t.yaml', JSON.parse(JSON.stringify({ labs: transport })));
    expect(parse).toThrow(expect.objectContaining({ code: 'BAD_TRANSPORT' }));
    expect(parse).toThrow(why);
  });

  test.each([
    ['a password', { ...SFTP, password: 'hunter2' }, 'labs/password'],
    ['a numeric password', { ...SFTP, password: 4711 }, 'labs/password'],
    ['a key', { ...S3, secret_access_key: 'hunter2' }, 'labs/secret_access_key'],
    ['a key id', { ...S3, access_key_id: 'hunter2' }, 'labs/access_key_id'],
    ['a private key', { ...SFTP, private_key: 'hunter2' }, 'labs/private_key'],
    ['a token', { ...PAGES, bearer: 'hunter2' }, 'labs/bearer'],
    [
      'a nested password',
      { ...PAGES, basic: { user: 'u', password: 'hunter2' } },
      'labs/basic/password',
    ],
    ['a login in an address', { ...PAGES, url: 'https://u:hunter2@feed.example/' }, 'labs/url'],
  ])('%s in the file is refused and not repeated', (_, transport, place) => {
    const parse = () => parseTransports('t.yaml', { labs: transport });
    expect(parse).toThrow(expect.objectContaining({ code: 'SECRET_LITERAL' }));
    expect(parse).toThrow(place);
    expect(parse).not.toThrow('hunter2');
  });
});

describe('a home', () => {
  let at: FetchingHome;
  beforeEach(() => {
    at = fetchingHome();
  });
  afterEach(() => at.remove());

  test('holds transports in one file and in files of their own', () => {
    at.configure({ drop: { kind: 'folder', path: '/srv/drop' } });
    mkdirSync(join(at.home, 'transports'));
    writeFileSync(join(at.home, 'transports', 'labs.yaml'), 'kind: folder\npath: /srv/labs\n');
    expect(transportsOf(at.home).map(({ name }) => name)).toEqual(['drop', 'labs']);
  });

  test('refuses one name twice, a bad name and what is no YAML', () => {
    at.configure({ labs: { kind: 'folder', path: '/srv/drop' } });
    mkdirSync(join(at.home, 'transports'));
    writeFileSync(join(at.home, 'transports', 'labs.yaml'), 'kind: folder\npath: /srv/labs\n');
    expect(() => transportsOf(at.home)).toThrow('labs is configured twice');
    at.configure({ '../labs': { kind: 'folder', path: '/srv/drop' } });
    expect(() => transportsOf(at.home)).toThrow('a name may hold');
    writeFileSync(join(at.home, 'transports.yaml'), 'a: [');
    expect(() => transportsOf(at.home)).toThrow('is not readable YAML');
  });

  test('names the transports there are where another is asked for', () => {
    at.configure({ drop: { kind: 'folder', path: '/srv/drop' } });
    expect(() => chosen(transportsOf(at.home), ['labs'])).toThrow('there are drop');
    expect(() => chosen([], [])).toThrow('none is configured');
  });
});
