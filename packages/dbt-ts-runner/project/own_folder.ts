import { fileURLToPath } from 'node:url';

/** The runner's own folder: its built-in macros lie in `macros` below it. */
export const ownFolder = fileURLToPath(new URL('..', import.meta.url));
