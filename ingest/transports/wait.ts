import { setTimeout as sleep } from 'node:timers/promises';

/** Time as transports see it, so that tests need not wait. */
export interface TransportClock {
  now(): number;
  wait(ms: number): Promise<void>;
}

export const systemClock: TransportClock = {
  now: () => Date.now(),
  wait: async (ms) => {
    await sleep(ms);
  },
};
