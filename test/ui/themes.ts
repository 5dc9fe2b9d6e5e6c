// Variables as the editor's own themes set them, read from a running VS Code 1.139.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const themeNames = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;
export type ThemeName = (typeof themeNames)[number];

export interface Theme {
  readonly variables: Readonly<Record<string, string>>;
  /** Class of the body, and its `data-vscode-theme-kind`. */
  readonly kind: string;
}

export function readTheme(name: ThemeName): Theme {
  return {
    variables: JSON.parse(readFileSync(join(import.meta.dirname, 'themes', `${name}.json`), 'utf8')) as Record<string, string>,
    kind: `vscode-${name}`,
  };
}
