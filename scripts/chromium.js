// Finds Debian's chromium for the browser tests; installs it by apt where that is possible.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

const path = '/usr/bin/chromium';

function isPresent() {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(args) {
  return spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

/** Path of a usable chromium, or null after saying loudly which command brings it. */
export function ensureChromium() {
  if (isPresent()) return path;
  if (process.getuid?.() === 0) {
    process.stdout.write('Installing chromium by apt for the browser tests\n');
    if (
      run(['update', '-q']) &&
      run(['install', '-y', '-q', '--no-install-recommends', 'chromium'])
    )
      return path;
  }
  process.stdout.write(
    'BROWSER TESTS SKIPPED: no chromium. Install it with: sudo apt-get install chromium\n',
  );
  return null;
}
