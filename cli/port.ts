import { invalidArgument } from './errors.ts';

/** A TCP port from the command line; 0 lets the system choose. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalidArgument(`--port takes a number from 0 to 65535, not "${text}".`);
  return port;
}
