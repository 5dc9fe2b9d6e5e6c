// Bundles the two hosts (shared chunks, providers on demand) and the webview into dist/.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { thirdPartyNotices } from './notices.mjs';

const watch = process.argv.includes('--watch');
const development = watch || process.argv.includes('--dev');

/** CommonJS packages inside an ES module bundle still call `require` for Node's own modules. */
const requireBanner = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const shared = {
  bundle: true,
  metafile: true,
  logLevel: watch ? 'info' : 'warning',
  minify: !development,
  sourcemap: development,
  legalComments: 'none',
  define: {
    'process.env.NODE_ENV': development ? '"development"' : '"production"',
    // Failpoints are for tests, which make a bundle of their own.
    'process.env.PHASEGATE_FAILPOINT': 'undefined',
  },
};

/** Both hosts: one set of chunks, so that the engine exists once and an SDK loads only when asked for. */
const hosts = {
  ...shared,
  entryPoints: { extension: 'src/extension/extension.ts', headless: 'src/headless/main.ts', sealWorker: 'src/engine/storage/recovery/sealWorker.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  splitting: true,
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  // Some packages' CommonJS entry cannot be bundled into an ES module.
  mainFields: ['module', 'main'],
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

/** Files taken over as they are: where they lie, and where they go. */
const copies = {
  'node_modules/sql.js/dist/sql-wasm.wasm': 'dist/sql-wasm.wasm',
  'node_modules/web-tree-sitter/web-tree-sitter.wasm': 'dist/web-tree-sitter.wasm',
  'node_modules/tree-sitter-bash/tree-sitter-bash.wasm': 'dist/tree-sitter-bash.wasm',
};
const noticesPath = 'dist/THIRD-PARTY-NOTICES.txt';

if (watch) {
  for (const options of [hosts, webview]) await (await esbuild.context(options)).watch();
} else {
  const results = await Promise.all([hosts, webview].map((options) => esbuild.build(options)));
  const outputs = results.flatMap(({ metafile }) => Object.entries(metafile.outputs));
  writeFileSync(noticesPath, thirdPartyNotices(outputs.map(([, output]) => output), Object.keys(copies)));
  removeAllBut(new Set([noticesPath, ...Object.values(copies), ...outputs.map(([path]) => path)]));
}
for (const [from, to] of Object.entries(copies)) await copyFile(from, to);

/** What an earlier build left is removed after the new files are there: a running editor never meets an empty folder. */
function removeAllBut(written) {
  for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).replaceAll('\\', '/');
    if (entry.isFile() && !written.has(path)) rmSync(path);
  }
}
