import { isAbsolute, resolve } from 'node:path';

/** A file's path from the project's folder, wherever the process runs; addresses stay as they are. */
export function filePath(path: string, projectDir: string): string {
  const isPlaced = path.includes('://') || path.startsWith('~') || isAbsolute(path);
  return isPlaced ? path : resolve(projectDir, path);
}
