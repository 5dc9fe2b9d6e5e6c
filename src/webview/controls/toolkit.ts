import { provideVSCodeDesignSystem } from '@vscode/webview-ui-toolkit';

/** One registry for all controls; each control registers its own element and no other. */
export const toolkit = provideVSCodeDesignSystem();
