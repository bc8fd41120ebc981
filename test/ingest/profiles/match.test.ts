import { describe, expect, test } from 'vitest';
import { recognise, type Seen } from '../../../ingest/profiles/match.ts';
import { parseProfile, profilesOf } from '../../../ingest/profiles/read.ts';

const seen = (name: string, ...header: string[]): Seen => ({
  label: name,
  name,
  format: 'delimited',
  table: '',
  traits: {},
  header: () => header,
});

const profile = (name: string, ...entries: string[]) =>
  parseProfile(
    `${name}.yaml`,
    `profile: ${name}\ndescription: x\nfiles:\n${entries.map((match, i) => `  - { name: e${i}, match: ${match}, feed: vendor }`).join('\n')}\n`,
  );

describe('recognise', () => {
  test('the entry that asks for more columns wins', () => {
    const all = [profile('a', '{ columns: [x] }'), profile('b', '{ columns: [X, y] }')];
    expect(recognise(seen('f.csv', 'x', ' Y '), all).profile).toBe('b');
    expect(recognise(seen('f.csv', 'x'), all).profile).toBe('a');
  });

  test('of equal columns, the longer file pattern wins', () => {
    const all = [profile('a', '{ file: "*", columns: [x] }', '{ file: "vend*", columns: [x] }')];
    expect(recognise(seen('Vendors.csv', 'x'), all).name).toBe('e1');
  });

  test('both conditions must hold', () => {
    const all = [profile('a', '{ file: "{vendor,supplier}?.csv", columns: [x] }')];
    expect(recognise(seen('supplier1.csv', 'x'), all).profile).toBe('a');
    expect(() => recognise(seen('supplier12.csv', 'x'), all)).toThrow(/nearest/);
    expect(() => recognise(seen('supplier1.csv', 'y'), all)).toThrow(/also needs x/);
  });

  test('two equal matches are an error that --source settles', () => {
    const all = [profile('a', '{ columns: [x] }'), profile('b', '{ columns: [x] }')];
    expect(() => recognise(seen('f.csv', 'x'), all)).toThrow(
      'a (e0), b (e0) match this file equally well',
    );
    expect(recognise(seen('f.csv', 'x'), all, 'b').profile).toBe('b');
  });

  test('a forced source takes its nearest entry, so that the missing column can be named', () => {
    const all = [profile('a', '{ columns: [x, y] }')];
    expect(recognise(seen('f.csv', 'x'), all, 'a').name).toBe('e0');
  });
});

describe('profiles', () => {
  test('every delivered profile is read, and none equals another', () => {
    const names = profilesOf('/nowhere').map((one) => one.profile);
    expect(names).toEqual(
      expect.arrayContaining(['clindata-ctms', 'clindata-edc', 'clindata-rawplus', 'ecb']),
    );
  });

  test.each([
    ['unknown feed', '{ name: a, match: { file: x }, feed: sites }', /no contract/],
    [
      'unknown column',
      '{ name: a, match: { file: x }, feed: vendor, columns: { nme: x } }',
      /nme.*no column of vendor/,
    ],
    ['unknown key', '{ name: a, match: { file: x }, feed: vendor, colums: {} }', /colums/],
    [
      'a name that stands twice',
      '{ name: a, match: { file: x }, feed: vendor }\n  - { name: a, match: { file: y }, feed: vendor }',
      /two entries named a/,
    ],
    ['no match', '{ name: a, match: {}, feed: vendor }', /match/],
    [
      'neither feed nor ignore',
      '{ name: a, match: { file: x } }',
      /exactly one of ignore, control, feed and feeds/,
    ],
  ])('%s is refused by name', (_, entry, message) => {
    const text = `profile: p\ndescription: d\nfiles:\n  - ${entry}\n`;
    expect(() => parseProfile('p.yaml', text)).toThrow(message);
    expect(() => parseProfile('p.yaml', text)).toThrow(/profile p.yaml/);
  });
});
