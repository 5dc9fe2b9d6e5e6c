import assert from 'node:assert/strict';
import { cleanTerminalText } from '../../../src/engine/base/terminalText.ts';

const cases: readonly (readonly [string, string, string])[] = [
  ['colours', '\u001b[1;31mred\u001b[0m plain', 'red plain'],
  ['cursor movement and erasing', 'a\u001b[2K\u001b[1Gb\u001b[10;20H', 'ab'],
  ['a title', '\u001b]0;title\u0007text', 'text'],
  ['a clipboard write', '\u001b]52;c;ZXZpbA==\u001b\\text', 'text'],
  ['a link', '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\', 'click'],
  ['shell-integration marks', '\u001b]633;D;0\u0007done\u001b]133;A\u0007', 'done'],
  ['a device control string', '\u001bPpayload\u001b\\text', 'text'],
  ['8-bit CSI', '\u009b31mred', 'red'],
  ['8-bit OSC', '\u009d0;title\u009ctext', 'text'],
  ['other C1 controls', 'a\u0084b', 'a⟨U+0084⟩b'],
  ['a lone escape at the end', 'text\u001b', 'text'],
  ['what a terminal ignores', 'a\u0000\u0007\u007fb\u000c', 'ab'],
  ['Windows line endings', 'a\r\nb\r\r\nc', 'a\nb\nc'],
  ['a progress bar', '10%\r50%\r100%\ndone', '100%\ndone'],
  ['a line that ends in a carriage return', 'kept\r', 'kept'],
  ['overstrike', 'N\bNA\bAM\bM', 'NAM'],
  ['tabs and newlines, which stay', 'a\tb\n\nc', 'a\tb\n\nc'],
];

describe('cleanTerminalText', () => {
  for (const [name, input, expected] of cases) {
    it(`cleans ${name}`, () => assert.equal(cleanTerminalText(input), expected));
  }

  it('hides nothing behind a sequence that never ends', () => {
    assert.equal(cleanTerminalText('\u001b]0;rm -rf /\nvisible'), '0;rm -rf /\nvisible');
  });

  it('gets through a megabyte of hostile text', () => {
    for (const hostile of ['\u001b]', '\u009d', '\u001b[', '\u001b[1;', '\b', '\r', '\u001b]8;;\u001b']) {
      assert.ok(cleanTerminalText(hostile.repeat(1_000_000 / hostile.length)).length <= 1_000_000, JSON.stringify(hostile));
    }
  }).timeout(60_000);
});
