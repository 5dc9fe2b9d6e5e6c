// The extension as its users get it: one .vsix file.
import { createVSIX } from '@vscode/vsce';
import { ensureBuild, repositoryRoot } from './toolchain.ts';

/** Builds what is out of date and packages it; returns the path given. */
export async function packageExtension(vsixPath: string): Promise<string> {
  ensureBuild();
  await createVSIX({ cwd: repositoryRoot, packagePath: vsixPath, dependencies: false, allowMissingRepository: true });
  return vsixPath;
}
