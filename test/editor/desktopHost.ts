// The extension-host suite in a desktop VS Code, where a download is possible or done (PHASEGATE_EDITOR=desktop).
import { runTests } from '@vscode/test-electron';
import { createProfile } from './profile.ts';
import type { HostRun } from './runHost.ts';

export async function runInDesktop(run: HostRun): Promise<number> {
  const profile = createProfile({});
  try {
    return await runTests({
      extensionDevelopmentPath: [run.extensionFolder, run.chatProviderFolder],
      extensionTestsPath: run.testsPath,
      launchArgs: [run.workspaceFile, '--user-data-dir', profile.folder, '--extensions-dir', profile.extensionsFolder, '--disable-workspace-trust', '--disable-gpu', '--no-sandbox'],
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    profile.remove();
  }
}
