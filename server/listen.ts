import type { Server } from 'node:http';
import { ServerError } from './errors.ts';

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function explain(error: Error, host: string, port: number): Error {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new ServerError('SERVER_PORT_IN_USE', `Port ${port} is in use on ${host}.`, {
        hint: 'Stop the other program, or choose another port with --port.',
        cause: error,
      });
    case 'EACCES':
      return new ServerError('SERVER_PORT_REFUSED', `Port ${port} may not be used.`, {
        hint: 'Choose a port above 1023 with --port.',
        cause: error,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ServerError('SERVER_ADDRESS_UNKNOWN', `${host} is no address of this machine.`, {
        cause: error,
      });
    default:
      return error;
  }
}

/** Resolves to the port once the server listens. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, host, port)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
