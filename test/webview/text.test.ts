import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatCost, formatCount, formatDuration, formatLoop, formatTokens, formatUsageDetail } from '../../src/webview/text/format.ts';
import { isWebAddress, parseInline, type Inline } from '../../src/webview/text/inline.ts';
import { parseMarkdown } from '../../src/webview/text/markdown.ts';
import { prettyInput, summarizeInput } from '../../src/webview/text/toolInput.ts';
import { toVisible, withVisibleTexts } from '../../src/webview/text/visible.ts';

const links = (parts: readonly Inline[]): string[] => parts.flatMap((part) => (part.type === 'link' ? [part.href] : 'children' in part ? links(part.children) : []));

describe('Markdown subset', () => {
  it('reads the blocks that models write', () => {
    const blocks = parseMarkdown('# Title\n\nOne\ntwo\n\n- a\n  - b\n    more\n\n3. c\n\n> said\n\n---\n```ts\nlet x;\n\n# no title\n```\nend');
    assert.deepEqual(blocks.map(({ type }) => type), ['heading', 'paragraph', 'list', 'list', 'quote', 'rule', 'code', 'paragraph']);
    assert.deepEqual(blocks[2]?.type === 'list' && blocks[2].items, [{ text: 'a', level: 0 }, { text: 'b more', level: 1 }]);
    assert.deepEqual(blocks[3]?.type === 'list' && [blocks[3].isOrdered, blocks[3].start], [true, 3]);
    assert.deepEqual(blocks[6]?.type === 'code' && [blocks[6].language, blocks[6].text], ['ts', 'let x;\n\n# no title']);
  });

  it('shows a fence that is still open as code', () => {
    assert.deepEqual(parseMarkdown('```\n<b>').map((block) => block.type === 'code' && block.text), ['<b>']);
  });

  it('keeps what is HTML as text', () => {
    const [block] = parseMarkdown('<img src=x onerror=alert(1)><script>alert(1)</script>');
    assert.equal(block?.type === 'paragraph' && parseInline(block.text).every(({ type }) => type === 'text'), true);
  });

  for (const href of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'command:workbench.action.quit', 'vscode://x', 'file:///etc/passwd', 'vbscript:x', '//evil.test', '/x', '#x', '', 'http:', 'https:///x']) {
    it(`never makes a link of ${JSON.stringify(href)}`, () => {
      assert.equal(isWebAddress(href), false);
      assert.deepEqual(links(parseInline(`[click](${href})`)), []);
    });
  }

  it('links web addresses, bare ones too, with the whole address', () => {
    assert.deepEqual(links(parseInline('**[a](https://a.test/x?y=1)** and https://b.test/z.')), ['https://a.test/x?y=1', 'https://b.test/z']);
  });

  it('makes no link of an image, but of its address as text', () => {
    const parts = parseInline('![pixel](https://evil.test/p.png)');
    assert.deepEqual(parts.map(({ type }) => type), ['text', 'link']);
  });

  it('is total, and gets through hostile text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('*_`[]()!#>-. \n\thttps:/1a')) }), (text) => {
      for (const block of parseMarkdown(text)) if ('text' in block) parseInline(block.text);
    }), { numRuns: 500 });
    for (const text of ['*'.repeat(20_000), '[('.repeat(10_000), '**a'.repeat(10_000), '`'.repeat(20_001), '_a '.repeat(10_000), '[a]('.repeat(5_000), '>'.repeat(20_000), '- '.repeat(20_000)]) {
      for (const block of parseMarkdown(text)) if ('text' in block) parseInline(block.text);
    }
  }).timeout(60_000);

  it('gives an unchanged block an unchanged source while text arrives', () => {
    const [before] = parseMarkdown('First.\n\nSec');
    const [after] = parseMarkdown('First.\n\nSecond.');
    assert.deepEqual(before, after);
  });
});

describe('hidden characters', () => {
  it('are shown', () => {
    assert.equal(toVisible('a\u202Eb\u200Bc\u{E0041}d\u001b[31m'), 'a⟨U+202E⟩b⟨U+200B⟩c⟨U+E0041⟩d⟨U+001B⟩[31m');
  });

  it('leave honest text alone', () => {
    for (const text of ['Zeile\n\tzwei', '👩‍👩‍👧', 'می‌خواهم', 'ж 漢字 é']) assert.equal(toVisible(text), text);
    assert.equal(toVisible('a\r\nb'), 'a\nb');
  });

  it('are found at any depth', () => {
    assert.deepEqual(withVisibleTexts({ a: ['\u202E', 1, null, { b: 'x' }] }), { a: ['⟨U+202E⟩', 1, null, { b: 'x' }] });
  });
});

describe('formats', () => {
  const usage = { inputTokens: 1_000, outputTokens: 250, cachedTokens: 0, costUsd: 0.5 };

  it('say unknown instead of zero', () => {
    assert.equal(formatCost({ ...usage, costUsd: null }), 'cost unknown');
    assert.equal(formatTokens({ ...usage, outputTokens: null }), 'tokens unknown');
    assert.equal(formatCost({ ...usage, costUsd: 0 }), '$0.00');
    assert.equal(formatCost({ ...usage, costUsd: 0.0004 }), '<$0.01');
    assert.equal(formatTokens(usage), '1.3k tokens');
  });

  it('tell the share that came from a cache, where it is known', () => {
    assert.match(formatUsageDetail({ ...usage, cachedTokens: 750 }), /of these cached: 750 \(75 %\)/);
    assert.match(formatUsageDetail({ ...usage, cachedTokens: null }), /of these cached: unknown\n/);
  });

  it('are short', () => {
    assert.deepEqual([0, 59_999, 60_000, 3_605_000, -5].map(formatDuration), ['0s', '59s', '1m 00s', '1h 00m', '0s']);
    assert.deepEqual([999, 1_000, 99_949, 99_951, 1_250_000].map(formatCount), ['999', '1k', '99.9k', '100k', '1.3M']);
    assert.deepEqual([formatLoop({ done: 3, total: 8 }), formatLoop({ done: 3, total: null })], ['3 of 8', '3 done']);
  });
});

describe('input of a tool call', () => {
  it('is summed up by what says most', () => {
    assert.equal(summarizeInput('{"encoding":"utf8","path":"src/a.ts"}'), 'src/a.ts');
    assert.equal(summarizeInput('{"command":["npm","test"]}'), 'npm test');
    assert.equal(summarizeInput('{"path":"cut o'), '{"path":"cut o');
    assert.equal(summarizeInput('{"x":1}'), '{"x":1}');
  });

  it('is indented when it is whole', () => {
    assert.equal(prettyInput('{"a":1}'), '{\n  "a": 1\n}');
    assert.equal(prettyInput('{"a":'), '{"a":');
  });
});
