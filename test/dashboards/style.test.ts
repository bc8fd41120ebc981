import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(
  path.join(import.meta.dirname, '../../dashboards/style/tokens.css'),
  'utf8',
);

type Tokens = ReadonlyMap<string, string>;

function tokensOf(block: string): Tokens {
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', colour = '']) => [
      name,
      colour,
    ]),
  );
}

function block(selector: string): Tokens {
  const start = css.indexOf(`${selector} {`);
  return tokensOf(css.slice(start, css.indexOf('}', start)));
}

const light = block(':root');
const dark = block(':root[data-theme="dark"]');
const systemDark = block(':root:not([data-theme="light"])');

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: Tokens, a: string, b: string): number {
  const [dim = 0, bright = 0] = [a, b]
    .map((name) => luminance(tokens.get(name) ?? '#000000'))
    .sort((x, y) => x - y);
  return (bright + 0.05) / (dim + 0.05);
}

const text = ['ink', 'muted', 'accent', 'series-1', 'series-2', 'good', 'warn', 'bad'];

describe.each([
  ['light', light],
  ['dark', dark],
])('%s palette', (_, tokens) => {
  test.each(text)('%s reads as text on every ground', (name) => {
    for (const ground of ['page', 'surface', 'raised']) {
      expect(contrast(tokens, name, ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(['good', 'warn', 'bad'])('a label reads on a %s mark', (name) => {
    expect(contrast(tokens, 'on-mark', name)).toBeGreaterThanOrEqual(4.5);
  });

  test('controls stand out from their ground', () => {
    expect(contrast(tokens, 'control-line', 'surface')).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens, 'focus', 'page')).toBeGreaterThanOrEqual(3);
  });
});

test('dark is the same whether chosen or taken from the system', () => {
  expect([...systemDark]).toEqual([...dark]);
});
