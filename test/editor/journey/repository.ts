import { execFileSync } from 'node:child_process';

const identity = ['-c', 'user.name=Journey', '-c', 'user.email=journey@example.invalid', '-c', 'commit.gpgSign=false', '-c', 'core.hooksPath=/dev/null'];

/** Makes a folder a Git repository with everything in it committed, as a person's project would be. */
export function commitAll(folder: string): void {
  const git = (...args: readonly string[]): void => void execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=Begin');
}
