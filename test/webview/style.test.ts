import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../src/webview');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('webview sources', () => {
  for (const name of files.filter((file) => file.endsWith('.css'))) {
    it(`${name} takes every colour from the theme`, () => {
      const colours = read(name).match(/#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(|:\s*(?:white|black|red|green|blue|gr[ae]y)\b/gi);
      assert.equal(colours, null);
      assert.equal(read(name).match(/url\(/g), null);
    });
  }

  for (const name of files.filter((file) => /\.tsx?$/.test(file))) {
    it(`${name} builds elements, never markup`, () => {
      assert.equal(read(name).match(/dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|<a[\s>]|<img|<iframe/), null);
      if (name !== 'host.ts') assert.doesNotMatch(read(name), /acquireVsCodeApi|postMessage/);
      if (!name.startsWith('controls')) assert.doesNotMatch(read(name), /webview-ui-toolkit/);
    });
  }
});
