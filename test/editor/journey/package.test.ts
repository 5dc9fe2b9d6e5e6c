import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExtension } from '../extensionPackage.ts';
import { repositoryRoot } from '../toolchain.ts';
import { type ZipEntry, zipEntries } from '../zipEntries.ts';

describe('the package', function () {
  this.timeout(60_000);

  let folder: string;
  let vsix: string;
  let files: ReadonlyMap<string, ZipEntry>;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'phasegate-package-'));
    vsix = await packageExtension(join(folder, 'phasegate.vsix'));
    files = new Map(zipEntries(vsix).map((entry) => [entry.path, entry]));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what the extension needs at run time', () => {
    const needed = ['package.json', 'package.nls.json', 'LICENSE.txt', 'readme.md', 'changelog.md', 'dist/extension.js', 'dist/webview.js', 'dist/webview.css', 'dist/sql-wasm.wasm', 'dist/web-tree-sitter.wasm', 'dist/tree-sitter-bash.wasm', 'dist/THIRD-PARTY-NOTICES.txt', 'media/icon.png', 'templates/compound.json'];
    assert.deepEqual(needed.filter((file) => !files.has(`extension/${file}`)), []);
  });

  it('holds nothing else', () => {
    const expected = /^(extension\/(dist\/(chunks\/)?[\w.-]+\.(js|css|wasm|ttf)|dist\/THIRD-PARTY-NOTICES\.txt|media\/(screenshots\/)?[\w-]+\.(png|svg)|templates\/(schema\/)?[\w.-]+\.json|package(\.nls(\.[\w-]+)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt)|extension\.vsixmanifest|\[Content_Types\]\.xml)$/;
    assert.deepEqual([...files.keys()].filter((file) => !expected.test(file)), []);
  });

  it('is small enough to be fetched in no time', () => {
    const { size } = statSync(vsix);
    assert.ok(size < 4 * 1024 * 1024, `${size} bytes: ${[...files.values()].toSorted((a, b) => b.bytes - a.bytes).slice(0, 5).map(({ path, bytes }) => `${path} ${bytes}`).join(', ')}`);
  });

  it('gives every package that it includes with its licence, and no other', () => {
    const notices = files.get('extension/dist/THIRD-PARTY-NOTICES.txt')?.text() ?? '';
    const [list = '', ...parts] = notices.split(/^={80}$/m);
    const titles = [...list.matchAll(/^- (.+)$/gm)].map(([, title]) => title ?? '');
    assert.deepEqual(parts.map((part) => part.trim().split('\n')[0]), titles);
    for (const part of parts) assert.match(part, /copyright|public domain|redistribut/i);
    const named = new Set(titles.map((title) => title.split(' ')[0]));
    assert.deepEqual(importedPackages().filter((name) => !named.has(name)), []);
    assert.deepEqual(['mocha', 'esbuild', 'typescript', 'playwright-core'].filter((name) => named.has(name)), []);
  });

  it('refers to nothing that is not in it', () => {
    const read = (path: string): string => files.get(`extension/${path}`)?.text() ?? '';
    const pictures = [...read('readme.md').matchAll(/\]\((media\/[^)]+)\)/g)].map(([, path]) => path);
    const ofManifest = [...read('package.json').matchAll(/"(?:\.\/)?((?:media|dist|templates)\/[^"]+)"/g)].map(([, path]) => path);
    assert.ok(pictures.length > 0 && ofManifest.length > 0);
    assert.deepEqual([...pictures, ...ofManifest].filter((path) => !files.has(`extension/${path}`)), []);
    const labels = new Set(Object.keys(JSON.parse(read('package.nls.json')) as object));
    assert.deepEqual([...read('package.json').matchAll(/"%([^%]+)%"/g)].map(([, key]) => key ?? '').filter((key) => !labels.has(key)), []);
  });
});

/** Those of the manifest's dependencies that a source imports at run time. */
function importedPackages(): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const sources = globSync('src/**/*.{ts,tsx}', { cwd: repositoryRoot }).map((path) => readFileSync(join(repositoryRoot, path), 'utf8')).join('\n');
  return Object.keys(dependencies).filter((name) => new RegExp(`^import (?!type )[^;]*'${name}['/]|import\\('${name}['/]`, 'm').test(sources));
}
