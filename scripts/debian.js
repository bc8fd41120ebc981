// Finds a program of Debian that some tests need; installs it by apt where that is possible.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

function isPresent(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function apt(args) {
  return spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

function install(name, what) {
  if (process.getuid?.() !== 0) return false;
  process.stdout.write(`Installing ${name} by apt for the ${what} tests\n`);
  return apt(['update', '-q']) && apt(['install', '-y', '-q', '--no-install-recommends', name]);
}

/** The program's path, or null after saying loudly which tests are skipped and which command brings it. */
function ensure(path, name, what) {
  if (isPresent(path) || install(name, what)) return path;
  process.stdout.write(
    `${what.toUpperCase()} TESTS SKIPPED: no ${path}. Install it with: sudo apt-get install ${name}\n`,
  );
  return null;
}

export const ensureChromium = () => ensure('/usr/bin/chromium', 'chromium', 'browser');
export const ensureSshd = () => ensure('/usr/sbin/sshd', 'openssh-server', 'SFTP');
