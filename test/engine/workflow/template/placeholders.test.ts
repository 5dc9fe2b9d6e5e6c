import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placeholdersOf } from '../../../../src/engine/workflow/template/placeholders.ts';

describe('placeholders', () => {
  it('are found with their place and their path', () => {
    assert.deepEqual(placeholdersOf('a {{input.goal}} b {{ artifacts.quick-fix.items.0 }}'), [
      { start: 2, end: 16, expression: 'input.goal', path: ['input', 'goal'] },
      { start: 19, end: 52, expression: ' artifacts.quick-fix.items.0 ', path: ['artifacts', 'quick-fix', 'items', '0'] },
    ]);
  });

  it('have no path when they are not one', () => {
    for (const text of ['{{}}', '{{ }}', '{{a b}}', '{{a..b}}', '{{.a}}', '{{a(1)}}', '{{ open', '{{a}', '{{a{b}}']) {
      assert.deepEqual(placeholdersOf(text)[0]?.path, [], text);
    }
  });

  it('leave single braces alone', () => assert.deepEqual(placeholdersOf('{ "a": {} } {x} }}'), []));

  it('never overlap, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', '.', ' ', '\n') }), (text) => {
      let end = 0;
      for (const placeholder of placeholdersOf(text)) {
        assert.ok(placeholder.start >= end && placeholder.end <= text.length && text.startsWith('{{', placeholder.start));
        end = placeholder.end;
      }
    }));
  });

  it('are looked for in a megabyte of hostile text', () => {
    assert.deepEqual([placeholdersOf('{{'.repeat(500_000)).length, placeholdersOf('{{a '.repeat(250_000)).length], [500_000, 250_000]);
  }).timeout(60_000);
});
