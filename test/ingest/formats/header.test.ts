import { describe, expect, test } from 'vitest';
import { headerOf } from '../../../ingest/formats/header.ts';

const header = (text: string | Buffer, encoding?: string) => headerOf(Buffer.from(text), encoding);

describe('headerOf', () => {
  test.each([
    ['a,b,c\n1,2,3', ','],
    ['a\tb\tc\r\n1\t2\t3', '\t'],
    ['a;b;c', ';'],
    ['"a,x"|b|c\n', '|'],
  ])('finds the delimiter of %j', (text, delimiter) => {
    expect(header(text).delimiter).toBe(delimiter);
    expect(header(text).columns).toHaveLength(3);
  });

  test('names are trimmed, a phantom one is numbered', () => {
    expect(header('Date, USD ,"J,Y", \n').columns).toEqual(['Date', 'USD', 'J,Y', 'column4']);
  });

  test('a line end within quotes belongs to the name', () => {
    expect(header('"a\nb",c\nx,y\n').columns).toEqual(['a\nb', 'c']);
  });

  test('a mark or a declared encoding is heeded', () => {
    expect(header('\ufeffa,b\n').columns).toEqual(['a', 'b']);
    expect(header(Buffer.from('größe,b\n', 'latin1'), 'windows-1252').columns).toEqual([
      'größe',
      'b',
    ]);
    expect(header(Buffer.from('\ufeffa,b\n', 'utf16le')).columns).toEqual(['a', 'b']);
  });
});
