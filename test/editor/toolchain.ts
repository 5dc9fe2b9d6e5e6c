// Where the editor, the browser and the build are. `npm test` says so by environment; a suite run alone asks setup.mjs.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const repositoryRoot = join(import.meta.dirname, '../..');

/** Screenshots and logs of the last run; ignored by git. */
export const outputFolder = join(repositoryRoot, 'test-output');

/** The VS Code server's entry script, to be run with this process's Node. */
export function editorEntry(): string {
  return process.env['PHASEGATE_EDITOR_ENTRY'] ?? setupStep('editor');
}

export function chromiumPath(): string {
  return process.env['PHASEGATE_CHROMIUM'] ?? setupStep('chromium');
}

/** Makes sure that dist/ is built from the sources as they are. */
export function ensureBuild(): void {
  setupStep('build');
}

function setupStep(step: string): string {
  const output = execFileSync(process.execPath, ['setup.mjs', step], { cwd: repositoryRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return output.trim().split('\n').at(-1) ?? '';
}
