import { expect, test } from 'vitest';
import { openProgress } from '../../cli/progress.ts';

function output(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 20, written, write: (text: string) => written.push(text) };
}

test('without a terminal only plain lines are written', () => {
  const plain = output(false);
  const progress = openProgress(plain);
  progress.status('working');
  progress.line('done');
  progress.end();
  expect(plain.written).toEqual(['done\n']);
});

test('on a terminal the status is cut to the width and cleared before a line', () => {
  const terminal = output(true);
  const progress = openProgress(terminal);
  progress.status('a status that is far too long for the width');
  progress.line('done');
  progress.end();
  const clear = '\r\u001b[2K';
  expect(terminal.written).toEqual([`${clear}a status that is fa`, clear, 'done\n']);
});
