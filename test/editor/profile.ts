// A user of the editor, made for one run: settings and extensions in a temporary folder.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

export type Profile = {
  readonly folder: string;
  readonly extensionsFolder: string;
  /** Merges into the settings file; an editor reads it when it opens its window. */
  changeSettings(changed: Settings): void;
  /** Copies what the editor and its extensions logged, their output channels included. */
  saveLogs(folder: string): void;
  remove(): void;
};

/** Nothing that asks, updates, phones home or covers the window. */
const quietSettings: Settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

const left = new Set<string>();

/** The path is kept short: a socket lives inside, and its path may not exceed about 100 characters. */
export function createProfile(settings: Settings): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'pg-'));
  if (left.size === 0) process.once('exit', () => left.forEach(removeFolder));
  left.add(folder);
  const extensionsFolder = join(folder, 'ext');
  mkdirSync(extensionsFolder);
  mkdirSync(join(folder, 'User'));
  const path = join(folder, 'User/settings.json');
  writeFileSync(path, JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
  const changeSettings = (changed: Settings) => {
    const present: Settings = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...present, ...changed }, undefined, 2));
  };
  const saveLogs = (target: string) => {
    const logs = join(folder, 'logs');
    if (existsSync(logs)) cpSync(logs, target, { recursive: true });
  };
  return { folder, extensionsFolder, changeSettings, saveLogs, remove: () => removeFolder(folder) };
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  left.delete(folder);
}
