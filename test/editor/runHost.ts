// The extension-host suite: `node test/editor/runHost.ts [results file]`. Ends with 0 when every test passed.
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInDesktop } from './desktopHost.ts';
import { bundleHostSuite } from './hostBundle.ts';
import { runInServer } from './serverHost.ts';
import { ensureBuild, outputFolder, repositoryRoot } from './toolchain.ts';

export type HostRun = {
  /** A copy of what a user would have installed. */
  readonly extensionFolder: string;
  readonly testsPath: string;
  readonly workspaceFolder: string;
};

async function main(resultsPath: string | undefined): Promise<number> {
  ensureBuild();
  mkdirSync(outputFolder, { recursive: true });
  const folder = mkdtempSync(join(outputFolder, 'host-'));
  try {
    const testsPath = await bundleHostSuite(join(folder, 'suite'));
    const run = { extensionFolder: stageExtension(join(folder, 'extension')), testsPath, workspaceFolder: join(folder, 'workspace') };
    mkdirSync(run.workspaceFolder);
    const code = process.env['PHASEGATE_EDITOR'] === 'desktop' ? await runInDesktop(run) : await runInServer(run);
    const results = join(dirname(testsPath), 'results.json');
    if (resultsPath !== undefined && existsSync(results)) copyFileSync(results, resultsPath);
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A copy, so that a build that happens meanwhile does not change what is tested. */
function stageExtension(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package.nls.json', 'dist', 'media', 'templates']) {
    if (existsSync(join(repositoryRoot, name))) cpSync(join(repositoryRoot, name), join(folder, name), { recursive: true });
  }
  return folder;
}

process.exitCode = await main(process.argv[2]);
