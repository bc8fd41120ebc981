import { hostname, userInfo } from 'node:os';

/** Who does something to the lake, as records name it: the account, and the machine. */
export const operator = (): string => {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return `${process.env.USER ?? 'unknown'}@${hostname()}`;
  }
};
