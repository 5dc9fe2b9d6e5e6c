// The extension as its users get it: one .vsix file.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ensureBuild, repositoryRoot } from './toolchain.ts';

/** Builds what is out of date and packages it; returns the path given. */
export async function packageExtension(vsixPath: string): Promise<string> {
  ensureBuild();
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--no-git-tag-version', '--out', vsixPath];
  await promisify(execFile)(process.execPath, ['node_modules/@vscode/vsce/vsce', ...args], { cwd: repositoryRoot });
  return vsixPath;
}
