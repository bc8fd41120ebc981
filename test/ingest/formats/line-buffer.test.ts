import { expect, test } from 'vitest';
import { openLineBuffer } from '../../../ingest/formats/line-buffer.ts';

const textOf = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString();

test('lines come back as they were added, over as many blocks as they need', () => {
  const lines = openLineBuffer([]);
  const added = Array.from({ length: 2_000 }, (_, index) => `${index},é€😀,${'x'.repeat(index)}`);
  for (const line of added) lines.add(line);
  const bytes = lines.bytes();
  expect(bytes.length).toBeGreaterThan(1);
  expect(textOf(bytes)).toBe(`${added.join('\n')}\n`);
  expect(lines.length).toBe(Buffer.concat(bytes).length);
  expect(lines.longest).toBe(Math.max(...added.map((line) => Buffer.byteLength(line) + 1)));
});

test('a line longer than a block has one of its own', () => {
  const lines = openLineBuffer([]);
  const long = 'é'.repeat(2 ** 20);
  for (const line of ['a', long, 'b']) lines.add(line);
  expect(textOf(lines.bytes())).toBe(`a\n${long}\nb\n`);
});

test('blocks that are cleared serve the next lines, of another buffer too', () => {
  const free: Buffer[] = [];
  const [one, other] = [openLineBuffer(free), openLineBuffer(free)];
  one.add('secret of one');
  one.clear();
  expect([one.length, one.longest, one.bytes().length, free.length]).toEqual([0, 0, 0, 1]);
  other.add('two');
  expect(free).toEqual([]);
  expect(textOf(other.bytes())).toBe('two\n');
  one.add('three');
  expect([textOf(one.bytes()), textOf(other.bytes())]).toEqual(['three\n', 'two\n']);
});
