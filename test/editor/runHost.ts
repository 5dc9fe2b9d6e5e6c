// The extension-host suite: `node test/editor/runHost.ts [results file]`. Ends with 0 when every test passed.
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInDesktop } from './desktopHost.ts';
import { bundleHostSuite } from './hostBundle.ts';
import { runInServer } from './serverHost.ts';
import { ensureBuild, outputFolder, repositoryRoot } from './toolchain.ts';

export type HostRun = {
  /** A copy of what a user would have installed. */
  readonly extensionFolder: string;
  /** Another extension, which brings chat models to the editor. */
  readonly chatProviderFolder: string;
  readonly testsPath: string;
  /** A `.code-workspace` file of two folders; the first one is the project's. */
  readonly workspaceFile: string;
};

async function main(resultsPath: string | undefined): Promise<number> {
  ensureBuild();
  mkdirSync(outputFolder, { recursive: true });
  const folder = mkdtempSync(join(outputFolder, 'host-'));
  try {
    const testsPath = await bundleHostSuite(join(folder, 'suite'));
    const run = { extensionFolder: stageExtension(join(folder, 'extension')), testsPath, chatProviderFolder: join(repositoryRoot, 'test/editor/chatProvider'), workspaceFile: makeWorkspace(folder) };
    const code = process.env['PHASEGATE_EDITOR'] === 'desktop' ? await runInDesktop(run) : await runInServer(run);
    const results = join(dirname(testsPath), 'results.json');
    if (!existsSync(results)) throw new Error(`The suite did not come to its end (exit code ${code}); see ${outputFolder}/logs.`);
    if (resultsPath !== undefined) copyFileSync(results, resultsPath);
    printResults(JSON.parse(readFileSync(results, 'utf8')));
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function makeWorkspace(folder: string): string {
  for (const name of ['workspace', 'library']) mkdirSync(join(folder, name));
  const file = join(folder, 'suite.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'workspace' }, { path: 'library', name: 'shared' }] }));
  return file;
}

/** A copy, so that a build that happens meanwhile does not change what is tested. */
function stageExtension(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package.nls.json', 'dist', 'media', 'templates']) {
    if (existsSync(join(repositoryRoot, name))) cpSync(join(repositoryRoot, name), join(folder, name), { recursive: true });
  }
  return folder;
}

function printResults({ passes, failures }: { passes: string[]; failures: { title: string; stack: string }[] }): void {
  for (const title of passes) console.log(`  ✔ ${title}`);
  for (const { title, stack } of failures) console.log(`  ✘ ${title}\n${stack}`);
}

process.exitCode = await main(process.argv[2]);
