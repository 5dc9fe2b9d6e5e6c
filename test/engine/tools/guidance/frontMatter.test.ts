import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFrontMatter } from '../../../../src/engine/tools/guidance/frontMatter.ts';

describe('front matter', () => {
  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['plain text', 'name: pdf\ndescription: Reads PDF files: all of them', { name: 'pdf', description: 'Reads PDF files: all of them' }],
    ['quotes', `name: "p\\"df"\ndescription: 'it''s # good'`, { name: 'p"df', description: "it's # good" }],
    ['comments', '# about\nname: pdf # short\n', { name: 'pdf' }],
    ['a folded block', 'description: >\n  one\n  two\n\n  three\nname: x', { description: 'one two\n\nthree', name: 'x' }],
    ['a literal block', 'description: |\n  one\n    two\nname: x', { description: 'one\n  two', name: 'x' }],
    ['text that goes on', 'description: one\n  two\n  three\nname: x', { description: 'one two three', name: 'x' }],
    ['lists and maps, passed over', 'allowed-tools:\n  - Read\n  - Bash\nmetadata:\n  author: me\nname: x', { 'allowed-tools': '', metadata: '', name: 'x' }],
    ['a list at the margin', 'tools:\n- Read\n- Bash\nname: x', { tools: '', name: 'x' }],
    ['nothing', '', {}],
    ['empty values', 'name:\ndescription: ', { name: '', description: '' }],
  ];
  for (const [name, text, expected] of cases) {
    it(`reads ${name}`, () => {
      const { fields, body, problems } = readFrontMatter(`---\n${text}\n---\n\nBody\n---\nmore\n`);
      assert.deepEqual(Object.fromEntries([...fields].map(([key, { value }]) => [key, value])), expected);
      assert.equal(body, 'Body\n---\nmore');
      assert.deepEqual(problems, []);
    });
  }

  it('tells what is wrong, with its line', () => {
    const problems = (text: string): readonly string[] => readFrontMatter(text).problems.map(({ line, message }) => `${line} ${message.slice(0, 30)}`);
    assert.deepEqual(problems('---\nname: x\n'), ['1 The front matter does not end:']);
    assert.deepEqual(problems('---\nname: x\nname: y\nwhat is this\ndescription: "open\n---\n'), ['3 "name" appears twice.', '4 Expected "key: value", not "wh', '5 "description": the quoted text']);
    assert.deepEqual(problems('---\nname: {a: b}\n---'), ['2 "name": put this text in quote']);
  });

  it('is optional, and may have any line endings and a byte-order mark', () => {
    assert.equal(readFrontMatter('# Title\ntext').body, '# Title\ntext');
    assert.equal(readFrontMatter('\uFEFF---\r\nname: x\r\n---\r\nBody\r\n').fields.get('name')?.value, 'x');
  });

  it('never throws, and ends soon', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('-', '\n', ' ', ':', '"', "'", '|', '>', 'a', '#', '\\', '{', '\r') }), (text) => void readFrontMatter(`---\n${text}`)), { numRuns: 500 });
    readFrontMatter(`---\nname: "${'\\'.repeat(100_000)}\n---`);
    readFrontMatter(`---\n${'a: b\n'.repeat(2_000)}---`);
  });
});
