import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFrames } from '../../../dashboards/wire/frames.ts';
import type { ResultFrame } from '../../../dashboards/wire/types.ts';
import { encodeFrame } from '../frame.ts';

const error = { code: 'any', message: 'any' };

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size);
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<ResultFrame[]> {
  const frames: ResultFrame[] = [];
  for await (const frame of readFrames(chunks)) frames.push(frame);
  return frames;
}

const body = fc.uint8Array({ maxLength: 40 });
const id = fc.string({ maxLength: 12, unit: 'grapheme' });

describe('readFrames', () => {
  test('gives back what was framed, however the bytes were cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ id, body }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 64 }),
        async (wanted, size) => {
          const bytes = Buffer.concat(
            wanted.map((frame) => encodeFrame({ id: frame.id, ok: false, error }, frame.body)),
          );
          const frames = await collect(inChunks(bytes, size));
          expect(
            frames.map((frame) => ({ id: frame.header.id, body: Uint8Array.from(frame.body) })),
          ).toEqual(wanted);
        },
      ),
    );
  });

  test('yields a frame before the next one has arrived', async () => {
    const first = encodeFrame({ id: 'first', ok: false, error }, new Uint8Array([1]));
    async function* stalled() {
      yield first;
      await new Promise(() => {});
    }
    const { value } = await readFrames(stalled()).next();
    expect(value).toMatchObject({ header: { id: 'first' } });
  });

  test('says when the answer ends inside a frame', async () => {
    const bytes = encodeFrame({ id: 'cut', ok: false, error }, new Uint8Array(20));
    await expect(collect(inChunks(bytes.subarray(0, -1), 8))).rejects.toThrow(
      'The answer ended inside a result frame.',
    );
  });

  test('refuses a header without id', async () => {
    const bytes = encodeFrame({ ok: true } as never, new Uint8Array());
    await expect(collect(inChunks(bytes, 100))).rejects.toThrow('no id');
  });
});
