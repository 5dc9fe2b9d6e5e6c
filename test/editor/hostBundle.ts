// The extension-host specs as CommonJS bundles in a folder of this run, with the entry that VS Code calls.
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as esbuild from 'esbuild';
import { repositoryRoot } from './toolchain.ts';

/** Returns the module path without extension, as `extensionTestsPath` wants it. `results.json` appears beside it. */
export async function bundleHostSuite(folder: string): Promise<string> {
  const specs = globSync(process.env['PHASEGATE_HOST_SPECS'] ?? 'test/editor/host/**/*.test.ts', { cwd: repositoryRoot });
  if (specs.length === 0) throw new Error('There is no spec under test/editor/host.');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  await esbuild.build({
    absWorkingDir: repositoryRoot,
    entryPoints: { index: 'test/editor/hostEntry.ts', ...Object.fromEntries(specs.map((path) => [bundleName(path), path])) },
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    sourcemap: 'inline',
    // Some packages' CommonJS entry cannot be bundled.
    mainFields: ['module', 'main'],
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(folder, 'index');
}

/** One flat folder: `views/tree.test.ts` becomes `views-tree.test`. */
function bundleName(path: string): string {
  return relative('test/editor/host', path).replaceAll(/[\\/]/g, '-').replace(/\.ts$/, '');
}
