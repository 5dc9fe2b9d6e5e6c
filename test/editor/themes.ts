// The themes in which the journey is seen, by the names of VS Code's own.

export type Theme = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

export const colorThemes: Readonly<Record<Theme, string>> = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

/** The class that the workbench carries while a theme is active. */
export const themeClasses: Readonly<Record<Theme, string>> = { light: 'vs', dark: 'vs-dark', 'high-contrast': 'hc-black', 'high-contrast-light': 'hc-light' };

/** The name in the list of `Preferences: Color Theme`, where it differs from the setting's. */
export const themeLabels: Readonly<Record<Theme, string>> = {
  ...colorThemes,
  'high-contrast': 'Dark High Contrast',
  'high-contrast-light': 'Light High Contrast',
};
