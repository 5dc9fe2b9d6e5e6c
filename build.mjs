// Bundles the two hosts (shared chunks, providers on demand) and the webview into dist/.
import { rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const development = watch || process.argv.includes('--dev');

/** CommonJS packages inside an ES module bundle still call `require` for Node's own modules. */
const requireBanner = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const shared = {
  bundle: true,
  logLevel: 'warning',
  minify: !development,
  sourcemap: development,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': development ? '"development"' : '"production"' },
};

/** Both hosts: one set of chunks, so that the engine exists once and an SDK loads only when asked for. */
const hosts = {
  ...shared,
  entryPoints: { extension: 'src/extension/extension.ts', headless: 'src/headless/main.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  splitting: true,
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  banner: { js: requireBanner },
};

const webview = {
  ...shared,
  entryPoints: { webview: 'src/webview/main.tsx' },
  outdir: 'dist',
  format: 'iife',
  platform: 'browser',
  target: 'chrome128',
  jsx: 'automatic',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

rmSync('dist', { recursive: true, force: true });
for (const options of [hosts, webview]) {
  if (watch) await (await esbuild.context(options)).watch();
  else await esbuild.build(options);
}
await copyFile('node_modules/sql.js/dist/sql-wasm.wasm', 'dist/sql-wasm.wasm');
