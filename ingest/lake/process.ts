import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process as a lock or a staging folder names it; `started` tells it from a later one of the same number. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly started: string;
}

/** When a process started, in ticks since which start of the machine; '' where the system does not tell. */
export const startedOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${ticks}-${boot.slice(0, 8)}`;
  } catch {
    return '';
  }
};

export const thisProcess = (): Owner => ({
  pid: process.pid,
  host: hostname(),
  started: startedOf(process.pid),
});

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
};

/** Whether an owner still lives; one on another machine cannot be asked and counts as alive. */
export const isAlive = (owner: Owner): boolean => {
  if (owner.host !== hostname()) return true;
  if (!isRunning(owner.pid)) return false;
  const started = startedOf(owner.pid);
  return started === '' || owner.started === '' || started === owner.started;
};

/** A name for what an owner makes, from which the owner can be told again. */
export const nameBy = ({ pid, host, started }: Owner, token: string): string =>
  `${pid}.${started}.${encodeURIComponent(host)}.${token}`;

/** The owner that a name tells; undefined where it was not made by `nameBy`. */
export const ownerIn = (name: string): Owner | undefined => {
  const parts = /^(\d+)\.([\da-f-]*)\.(.+)\.[0-9a-f-]{36}$/.exec(name);
  const [, pid, started, host] = parts ?? [];
  if (pid === undefined || started === undefined || host === undefined) return undefined;
  return { pid: Number(pid), host: decodeURIComponent(host), started };
};
