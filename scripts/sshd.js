// Finds Debian's sshd for the transport tests; installs it by apt where that is possible.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

const path = '/usr/sbin/sshd';

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

/** Path of a usable sshd, or null after saying loudly which command brings it. */
export function ensureSshd() {
  if (isPresent()) return path;
  if (process.getuid?.() === 0) {
    process.stdout.write('Installing openssh-server by apt for the SFTP tests\n');
    if (
      run(['update', '-q']) &&
      run(['install', '-y', '-q', '--no-install-recommends', 'openssh-server'])
    )
      return path;
  }
  process.stdout.write(
    'SFTP TESTS SKIPPED: no sshd. Install it with: sudo apt-get install openssh-server\n',
  );
  return null;
}
