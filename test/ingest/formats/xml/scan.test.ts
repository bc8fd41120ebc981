import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { XmlFault } from '../../../../ingest/formats/xml/fault.ts';
import { XML_LIMITS } from '../../../../ingest/formats/xml/limits.ts';
import { elementName, keyedAttributes, ROOT_SCOPE } from '../../../../ingest/formats/xml/name.ts';
import { xmlScanner } from '../../../../ingest/formats/xml/scan.ts';

const SEEDED = { seed: 20261129, numRuns: 3_000 } as const;

/** Joins the texts of an element's pieces, so that where they are cut does not matter. */
const recorder = () => {
  const told: string[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') told.push(`text ${text}`);
    text = '';
  };
  return {
    told,
    flush,
    tag: (line: string): void => {
      flush();
      told.push(line);
    },
    text: (piece: string): void => {
      text += piece;
    },
  };
};

const pieces = (text: string, cuts: readonly number[]): string[] => {
  const points = Array.from(text);
  const places = [0, ...cuts.map((cut) => cut % (points.length + 1)), points.length];
  places.sort((left, right) => left - right);
  return places.slice(1).map((to, index) => points.slice(places[index], to).join(''));
};

/** What the scanner tells, or undefined where it refuses. */
const scanned = (chunks: readonly string[]): readonly string[] | undefined => {
  const { told, flush, tag, text } = recorder();
  const scanner = xmlScanner(
    {
      open: (name, attributes) => {
        elementName(ROOT_SCOPE(), name);
        tag(`open ${name} ${JSON.stringify({ ...keyedAttributes(ROOT_SCOPE(), attributes) })}`);
      },
      close: (name) => tag(`close ${name}`),
      text,
    },
    XML_LIMITS,
  );
  try {
    for (const chunk of chunks) scanner.write(chunk);
    scanner.end();
  } catch (cause) {
    if (cause instanceof XmlFault) return undefined;
    throw cause;
  }
  flush();
  return told;
};

/** What saxes tells, or undefined where it refuses. */
const expected = (document: string): readonly string[] | undefined => {
  const { told, flush, tag, text } = recorder();
  let isRefused = false;
  let depth = 0;
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', () => {
    isRefused = true;
  });
  parser.on('opentag', (opened) => {
    depth += 1;
    tag(`open ${opened.name} ${JSON.stringify(opened.attributes)}`);
  });
  parser.on('closetag', (closed) => {
    depth -= 1;
    tag(`close ${closed.name}`);
  });
  const piece = (value: string): void => {
    if (depth > 0) text(value);
  };
  parser.on('text', piece);
  parser.on('cdata', piece);
  parser.write(document).close();
  flush();
  return isRefused ? undefined : told;
};

const name = fc.constantFrom('a', 'Item', '_x', 'é', 'a-b.c', '𐐀');
const part = fc.constantFrom(
  'x',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '&amp;',
  '&lt;',
  '&#65;',
  '&#x1F600;',
  '&#13;',
  ']]&gt;',
  ']',
  '>',
  'é',
  '漢',
  '😀',
  '/',
  '=',
);
const text = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));
const attribute = fc
  .tuple(name, text, fc.constantFrom('"', "'"), fc.constantFrom('', ' ', '\n'))
  .map(([key, value, quote, gap]) => ` ${gap}${key}${gap}=${gap}${quote}${value}${quote}`);
const attributes = fc
  .uniqueArray(attribute, { maxLength: 3, selector: (one) => one.trim().split(/[\s=]/)[0] })
  .map((list) => list.join(''));
const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  content: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.constantFrom('<!-- a - b -->', '<?pi some?>', '<![CDATA[ <&]] ]]>', '<![CDATA[]]>'),
    tie('element'),
  ),
  element: fc
    .tuple(
      name,
      attributes,
      fc.constantFrom('', ' ', '\n'),
      fc.array(tie('content'), { maxLength: 3 }),
    )
    .map(([tag, given, gap, content]) =>
      content.length === 0
        ? `<${tag}${given}${gap}/>`
        : `<${tag}${given}${gap}>${content.join('')}</${tag}${gap}>`,
    ),
}));
const document = fc
  .tuple(
    fc.constantFrom('', '<?xml version="1.0"?>', "<?xml version='1.0' encoding='utf-8' ?>\n", '\n'),
    element,
    fc.constantFrom('', '\n', '<!---->', '<?end?>'),
  )
  .map((parts) => parts.join(''));
const cuts = fc.array(fc.nat(400), { maxLength: 6 });

test('documents are told as saxes tells them, wherever they are cut', () => {
  fc.assert(
    fc.property(document, cuts, (whole, places) => {
      expect(scanned(pieces(whole, places))).toEqual(expected(whole));
    }),
    SEEDED,
  );
});

const slip = fc.constantFrom(
  '<',
  '>',
  '&',
  '"',
  "'",
  '/',
  '=',
  ' ',
  ';',
  '!',
  '?',
  '-',
  ']',
  'a',
  '\u0001',
  '\ufffe',
);

test('damaged documents are refused where saxes refuses them', () => {
  let refused = 0;
  fc.assert(
    fc.property(document, cuts, fc.nat(), fc.nat(3), slip, (whole, places, where, less, more) => {
      const points = Array.from(whole);
      const at = where % (points.length + 1);
      points.splice(at, less, more);
      const damaged = points.join('');
      const told = expected(damaged);
      if (told === undefined) refused += 1;
      expect(scanned(pieces(damaged, places))).toEqual(told);
    }),
    SEEDED,
  );
  expect(refused).toBeGreaterThan(500);
});
