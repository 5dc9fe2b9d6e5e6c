// `node test/editor/keepScreenshots.ts`: copies the README's pictures from the last journey to media/screenshots.
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { outputFolder, repositoryRoot } from './toolchain.ts';

const limitBytes = 300_000;
const readme = readFileSync(join(repositoryRoot, 'README.md'), 'utf8');
const names = [...readme.matchAll(/\(media\/screenshots\/([\w-]+\.png)\)/g)].map(([, name]) => name ?? '');
const target = join(repositoryRoot, 'media/screenshots');
mkdirSync(target, { recursive: true });

for (const name of names) {
  const made = join(outputFolder, 'screenshots', name);
  if (!existsSync(made)) throw new Error(`${name} is not there. Make it with: node test/run.mjs --only=journey`);
  const { size } = statSync(made);
  if (size > limitBytes) throw new Error(`${name} has ${size} bytes, more than ${limitBytes}.`);
  copyFileSync(made, join(target, name));
  console.log(`${name}: ${size} bytes`);
}
