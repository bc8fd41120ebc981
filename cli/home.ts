import { resolve } from 'node:path';

/** The home directory: the option, else $PORTOLAN_HOME, else `.portolan` here. */
export function homeDirectory(option?: string): string {
  return resolve(option ?? process.env.PORTOLAN_HOME ?? '.portolan');
}
