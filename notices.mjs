// The notices of everything that dist/ holds from other packages, as the licences of those packages ask for.
import { readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const licenceFile = /^(licen[cs]e|copying|notices?|third-?party)([-._].*)?$/i;

/** What sql.js compiles into its wasm file comes from elsewhere, and its package does not say so. */
const additions = {
  'sql.js': 'sql-wasm.wasm contains SQLite, which its authors have dedicated to the public domain (https://sqlite.org/copyright.html).',
};

/**
 * The text of the notices file, one part for each package, in the order of their names.
 * `outputs` are those of esbuild's metafiles: an input without a byte in them was not shipped. `copied` are files taken over as they are.
 * Throws where a package names no licence, or brings none of a text that is not known here.
 */
export function thirdPartyNotices(outputs, copied) {
  const bundled = outputs.flatMap(({ inputs }) => Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0));
  const folders = new Set([...bundled, ...copied].flatMap((path) => packageFolder(path) ?? []));
  const packages = [...folders].map(readPackage).sort((a, b) => (a.title < b.title ? -1 : 1));
  const introduction = `Phasegate includes code of the packages below, each under its own licence.\n\n${packages.map(({ title, licence }) => `- ${title} (${licence})`).join('\n')}\n`;
  return [introduction, ...packages.map(toPart)].join(`\n${'='.repeat(80)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/d.js` lies in `node_modules/a/node_modules/@b/c`; one that is linked to counts once. */
function packageFolder(path) {
  const folder = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path.replaceAll('\\', '/'))?.[1];
  return folder && realpathSync(folder);
}

function readPackage(folder) {
  const { name, version, license: licence, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof licence !== 'string') throw new Error(`${folder}/package.json names no licence.`);
  const texts = readdirSync(folder).filter((file) => licenceFile.test(file)).sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) texts.push(textOf(licence, authorName(author), folder));
  return { title: `${name} ${version}`, licence, texts: [...texts, ...(additions[name] ? [additions[name]] : [])] };
}

function authorName(author) {
  return typeof author === 'string' ? author : (author?.name ?? 'its authors');
}

/** For a package that names its licence and leaves out the text. */
function textOf(licence, author, folder) {
  if (licence !== 'MIT') throw new Error(`${folder} brings no text of its licence (${licence}).`);
  return `Copyright (c) ${author}\n\n${mitText}`;
}

const mitText = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

function toPart({ title, licence, texts }) {
  return `${title} (${licence})\n\n${texts.join('\n\n').replaceAll('\r\n', '\n')}\n`;
}
