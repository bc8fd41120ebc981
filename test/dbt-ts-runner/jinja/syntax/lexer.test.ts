import { describe, expect, it } from 'vitest';
import { normalise, tokenize } from '../../../../packages/dbt-ts-runner/jinja/syntax/lexer.ts';

const shown = (source: string) =>
  tokenize(source).map(({ type, value, at }) => `${type} ${value} ${at.line}:${at.column}`);

describe('tokenize', () => {
  it('places every token by line and column', () => {
    expect(shown('a\n{{ x.y }}\n  {% if 1 %}')).toEqual([
      'text a\n 1:1',
      'variable_begin {{ 2:1',
      'name x 2:4',
      'operator . 2:5',
      'name y 2:6',
      'variable_end }} 2:8',
      'text \n   2:10',
      'block_begin {% 3:3',
      'name if 3:6',
      'int 1 3:9',
      'block_end %} 3:11',
      'eof  3:13',
    ]);
  });

  it('trims white space beside a dash and nowhere else', () => {
    const texts = (source: string) =>
      tokenize(source)
        .filter(({ type }) => type === 'text')
        .map(({ value }) => value);
    expect(texts('a \n {{- x -}} \n b')).toEqual(['a', 'b']);
    expect(texts('a \n {{ x }} \n b')).toEqual(['a \n ', ' \n b']);
    expect(texts('a {#- c -#} b {#c#} d')).toEqual(['a', 'b ', ' d']);
    expect(texts('a {%+ x +%} b')).toEqual(['a ', ' b']);
  });

  it('gives raw blocks and quoted tags as text', () => {
    expect(shown('{% raw %}{{ x }}{% endraw %}')[0]).toBe('text {{ x }} 1:10');
    expect(shown("{{ '}}' }}")[1]).toBe('string }} 1:4');
  });

  it('closes a tag only outside of brackets', () => {
    expect(shown("{{{'a':{}}}}").filter((token) => token.startsWith('variable_end'))).toHaveLength(
      1,
    );
  });

  it('resolves escapes as Python does', () => {
    const value = (source: string) => tokenize(source)[1]?.value;
    expect(value(String.raw`{{ 'a\n\x41\u00e9\d\\' }}`)).toBe('a\nAé\\d\\');
  });

  it('names the place of what it cannot read', () => {
    expect(() => tokenize('a\n {{ ? }}')).toThrow("unexpected char '?' at 6");
    expect(() => tokenize('{{ (] }}')).toThrow("unexpected ']', expected ')'");
    expect(() => tokenize('{# x')).toThrow('Missing end of comment tag');
    expect(() => tokenize('{% raw %} x')).toThrow('Missing end of raw directive');
  });
});

describe('normalise', () => {
  it('makes line ends one and drops the last', () => {
    expect(normalise('a\r\nb\rc\n')).toBe('a\nb\nc');
    expect(normalise('a\n\n')).toBe('a\n');
  });
});
