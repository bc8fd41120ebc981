import type { WriteStream } from 'node:tty';
import type { RunnerError } from '../errors.ts';

/** Where the command line writes. */
export interface Output {
  line(text: string): void;
  /** `cause` is the error whose sentence the text is. */
  error(text: string, cause?: RunnerError): void;
  /** What a terminal shows below the lines until the next call; nothing elsewhere. */
  status?(text: string): void;
}

/** A stream that may be a terminal. */
export type Stream = Pick<WriteStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>;

const eraseLine = '\r\u001b[2K';

/** Writes lines to the streams, and on a terminal keeps the status in its last line. */
export function streamOutput(out: Stream, err: Stream): Output {
  if (out.isTTY !== true) {
    return {
      line: (text) => void out.write(`${text}\n`),
      error: (text) => void err.write(`${text}\n`),
    };
  }
  let shown = '';
  const write = (stream: Stream, text: string) => {
    if (shown !== '') out.write(eraseLine);
    stream.write(`${text}\n`);
    if (shown !== '') out.write(shown);
  };
  return {
    line: (text) => write(out, text),
    error: (text) => write(err, text),
    status: (text) => {
      const width = (out.columns ?? 80) - 1;
      const next = text.length > width ? `${text.slice(0, width - 1)}…` : text;
      if (shown !== '' || next !== '') out.write(`${eraseLine}${next}`);
      shown = next;
    },
  };
}
