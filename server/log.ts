import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type { DestinationStream, Logger } from 'pino';

function defaultLevel(): string {
  return process.env.PORTOLAN_LOG_LEVEL ?? (process.stderr.isTTY ? 'warn' : 'info');
}

/**
 * One JSON object per line on standard error. What is logged is chosen field by field elsewhere: no
 * address with its filters, no body, no value of the data.
 */
export function openLog(stream: DestinationStream = destination({ fd: 2, sync: true })): Logger {
  return pino(
    {
      level: defaultLevel(),
      base: { name: 'portolan' },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['cookie', 'authorization', 'password', 'token', '*.cookie', '*.authorization'],
        censor: '[redacted]',
      },
    },
    stream,
  );
}

/** What may be logged of an error: its kind, never its text, which may repeat values of the data. */
export function errorFacts(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const engine = /^([A-Z][A-Za-z ]* Error):/.exec(error.message)?.[1];
  const cause = error.cause === undefined ? {} : { cause: summary(error.cause) };
  return { error: engine ?? error.name, ...code, ...cause };
}

function summary(cause: unknown): string {
  return Object.values(errorFacts(cause)).join(' ');
}
