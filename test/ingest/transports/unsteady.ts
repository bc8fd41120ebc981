import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server on which connections break or creep. */
export interface Unsteady {
  readonly port: number;
  /** Bytes that the server sent through it in all. */
  sent(): number;
  /** The next connections break after so many bytes from the server, one number each. */
  breakAfter(...bytes: readonly number[]): void;
  /** Bytes a second for connections from now on. */
  slowDown(bytesPerSecond: number | undefined): void;
  close(): Promise<void>;
}

const SLICE_MS = 20;

const creep = (from: Socket, to: Socket, bytesPerSecond: number): void => {
  const step = Math.max(1, Math.floor((bytesPerSecond * SLICE_MS) / 1000));
  let waiting = Buffer.alloc(0);
  from.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    from.pause();
  });
  const timer = setInterval(() => {
    if (waiting.length === 0) return void from.resume();
    to.write(waiting.subarray(0, step));
    waiting = waiting.subarray(step);
  }, SLICE_MS);
  to.once('close', () => clearInterval(timer));
};

export const unsteady = async (target: number): Promise<Unsteady> => {
  const breaks: number[] = [];
  let pace: number | undefined;
  let sent = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const limit = breaks.shift() ?? Number.POSITIVE_INFINITY;
    const remote = connect(target, '127.0.0.1');
    let own = 0;
    const end = (): void => {
      client.destroy();
      remote.destroy();
    };
    for (const socket of [client, remote]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    client.pipe(remote);
    remote.on('data', (chunk: Buffer) => {
      own += chunk.length;
      sent += chunk.length;
      if (own > limit) end();
    });
    if (pace === undefined) remote.pipe(client);
    else creep(remote, client, pace);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    sent: () => sent,
    breakAfter: (...bytes) => void breaks.push(...bytes),
    slowDown: (bytesPerSecond) => {
      pace = bytesPerSecond;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
};
