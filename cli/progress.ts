/** Shows long work: one line rewritten in place on a terminal, plain lines otherwise. */
export interface Progress {
  /** What is going on now; replaced by the next call. */
  status(text: string): void;
  /** A line that stays. */
  line(text: string): void;
  /** Clears a status line that is still shown. */
  end(): void;
}

interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const clearLine = '\r\u001b[2K';

function terminal(output: Output): Progress {
  let isShown = false;
  const clear = (): void => {
    if (isShown) output.write(clearLine);
    isShown = false;
  };
  return {
    status(text) {
      output.write(`${clearLine}${text.slice(0, (output.columns ?? 80) - 1)}`);
      isShown = true;
    },
    line(text) {
      clear();
      output.write(`${text}\n`);
    },
    end: clear,
  };
}

function lines(output: Output): Progress {
  return { status: () => {}, line: (text) => output.write(`${text}\n`), end: () => {} };
}

/** Progress on the given output, by default standard error, so that results on standard output stay clean. */
export function openProgress(output: Output = process.stderr): Progress {
  return output.isTTY ? terminal(output) : lines(output);
}
