import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server on which connections break, creep or fall silent. */
export interface Unsteady {
  readonly port: number;
  /** Bytes that the server sent through it in all. */
  sent(): number;
  /** The next connections break after so many bytes from the server, one number each. */
  breakAfter(...bytes: readonly number[]): void;
  /** The next connection stays open and says nothing more after so many bytes from the server. */
  fallSilentAfter(bytes: number): void;
  /** Connections so far. */
  connections(): number;
  /** Bytes a second for connections from now on. */
  slowDown(bytesPerSecond: number | undefined): void;
  close(): Promise<void>;
}

const SLICE_MS = 20;

const creep = (from: Socket, to: Socket, bytesPerSecond: number): void => {
  const step = Math.max(1, Math.floor((bytesPerSecond * SLICE_MS) / 1000));
  let waiting = Buffer.alloc(0);
  let isOver = false;
  from.once('close', () => {
    isOver = true;
  });
  from.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    from.pause();
  });
  const timer = setInterval(() => {
    if (waiting.length === 0) return void (isOver ? to.end() : from.resume());
    to.write(waiting.subarray(0, step));
    waiting = waiting.subarray(step);
  }, SLICE_MS);
  to.once('close', () => clearInterval(timer));
};

export const unsteady = async (target: number): Promise<Unsteady> => {
  const faults: { readonly after: number; readonly isSilent: boolean }[] = [];
  let pace: number | undefined;
  let sent = 0;
  let connections = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const fault = faults.shift();
    connections += 1;
    const remote = connect(target, '127.0.0.1');
    let own = 0;
    const end = (): void => {
      client.destroy();
      remote.destroy();
    };
    for (const socket of [client, remote]) {
      open.add(socket);
      socket.on('error', end).on('close', () => open.delete(socket));
    }
    client.on('close', end);
    client.pipe(remote);
    remote.on('data', (chunk: Buffer) => {
      own += chunk.length;
      sent += chunk.length;
      if (fault === undefined || own <= fault.after) return;
      if (fault.isSilent) remote.unpipe(client);
      else end();
    });
    if (pace === undefined) remote.on('close', () => client.destroySoon()).pipe(client);
    else creep(remote, client, pace);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    sent: () => sent,
    connections: () => connections,
    breakAfter: (...bytes) =>
      void faults.push(...bytes.map((after) => ({ after, isSilent: false }))),
    fallSilentAfter: (after) => void faults.push({ after, isSilent: true }),
    slowDown: (bytesPerSecond) => {
      pace = bytesPerSecond;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
};
