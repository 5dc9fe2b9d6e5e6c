import assert from 'node:assert/strict';
import { parseRulesFile } from '../../../../src/engine/tools/policy/rules.ts';
import { parser } from './command/parser.ts';

const issuesOf = async (text: string): Promise<readonly string[]> => {
  const rules = await parseRulesFile(parser, { text, source: 'test' });
  return rules.ok ? [] : rules.error.map(({ pointer, message }) => `${pointer}: ${message}`);
};

describe('a rules file', () => {
  it('may be as small as can be', async () => {
    for (const text of ['{}', '{ "allow": [] }', '\ufeff{ "deny": ["rm *"] }', '{ "$schema": "x", "allow": ["git *", "npm test", "*", "npm run test:*", "write:src/**", "read:.env.test", "tool:mcp__x__*"], "ask": ["./x.sh --all"], "deny": [] }']) assert.deepEqual(await issuesOf(text), [], text);
  });

  it('says every place that is wrong, at once', async () => {
    assert.deepEqual(await issuesOf('{ "allow": ["git *", "a && b", "x > y", "npm * test", ""], "deny": ["rm $X", "\\"rm\\" x", "ünix"], "extra": 1 }').then((issues) => issues.map((issue) => issue.split(':')[0])), ['/allow/4', '']);
    assert.deepEqual(await issuesOf('{ "allow": ["git *", "a && b", "x > y", "npm * test"], "deny": ["rm $X", "\\"rm\\" x", "ünix", "tool:a b"] }').then((issues) => issues.map((issue) => issue.split(':')[0])), ['/allow/1', '/allow/2', '/allow/3', '/deny/0', '/deny/1', '/deny/2', '/deny/3']);
  });

  it('is an error when it is something else', async () => {
    for (const text of ['', '[', 'null', '[]', '"x"', '{ "allow": "git *" }', '{ "allow": { "0": "x" } }', '{ "allow": [null] }']) assert.ok((await issuesOf(text)).length > 0, text);
  });
});
