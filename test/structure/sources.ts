import { execFileSync } from 'node:child_process';

/** Files of the project (tracked, or new and not ignored) with one of the endings, relative to root. */
export function sourceFiles(root: string, endings: readonly string[]): string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\n')
    .filter((file) => endings.some((ending) => file.endsWith(ending)));
}
