import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nodeFiles } from '../../../../src/engine/node/nodeFiles.ts';
import { nodeRepositories } from '../../../../src/engine/node/repositories.ts';
import { parsedBuiltInRules } from '../../../../src/engine/tools/policy/builtInRules.ts';
import { decideCommand, type RuleContext, type Verdict } from '../../../../src/engine/tools/policy/decideCommand.ts';
import { parseRules, type RulesFile } from '../../../../src/engine/tools/policy/rules.ts';
import { parser } from './command/parser.ts';

/** A folder, and what given rules say of commands in it. */
export interface RuleFixture {
  readonly root: string;
  readonly base: string;
  write(path: string, content?: string): void;
  context(rules: RulesFile, options?: { readonly withBuiltIn: boolean }): Promise<RuleContext>;
  decide(rules: RulesFile, script: string, folder?: string): Promise<Verdict>;
  /** By the built-in rules too. */
  readonly decideAsShipped: (script: string) => Promise<Verdict>;
  dispose(): void;
}

export async function ruleFixture(): Promise<RuleFixture> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-rules-')));
  const root = join(base, 'workspace');
  mkdirSync(root);
  const files = await nodeFiles(root);
  const context: RuleFixture['context'] = async (file, { withBuiltIn } = { withBuiltIn: false }) => {
    const rules = await parseRules(parser, file, 'the test');
    assert.ok(rules.ok, JSON.stringify(rules));
    return { files, parser, repositories: nodeRepositories, rules: [rules.value], builtIn: withBuiltIn ? parsedBuiltInRules(parser) : async () => null };
  };
  return {
    root, base, context,
    write(path, content = 'text\n') {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    decide: async (rules, script, folder = '.') => decideCommand(await context(rules), { script, folder }),
    decideAsShipped: async (script) => decideCommand(await context({}, { withBuiltIn: true }), { script, folder: '.' }),
    dispose: () => rmSync(base, { recursive: true, force: true }),
  };
}
