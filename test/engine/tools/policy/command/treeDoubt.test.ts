import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleFixture, type RuleFixture } from '../ruleFixture.ts';

describe('treeDoubt', () => {
  let at: RuleFixture;

  beforeEach(async () => {
    at = await ruleFixture();
    at.write('src/app.ts');
  });
  afterEach(() => at.dispose());

  const decide = async (script: string): Promise<string> => (await at.decide({ allow: ['grep *', 'rg *'] }, script)).decision;

  it('finds a secret however deep it lies', async () => {
    assert.equal(await decide('grep -rn x src'), 'allow');
    at.write('src/a/b/c/d/.env');
    assert.equal(await decide('grep -rn x src'), 'ask');
    assert.equal(await decide('rg x src'), 'allow', 'ripgrep leaves hidden files out');
  });

  it('lets examples and packages of others pass', async () => {
    at.write('src/.env.example');
    at.write('node_modules/a/test/server.key');
    assert.equal(await decide('grep -rn x .'), 'allow');
  });

  it('looks into the settings of a repository for a password', async () => {
    execFileSync('git', ['init', '-q', at.root]);
    assert.equal(await decide('grep -rn x .'), 'allow');
    execFileSync('git', ['-C', at.root, 'remote', 'add', 'origin', 'https://me:secret@example.test/x.git']);
    assert.equal(await decide('grep -rn x .'), 'ask');
    assert.equal(await decide('grep -rn x src'), 'allow');
  });

  it('asks where there are too many files to look through', async () => {
    const many = join(at.root, 'src/many');
    mkdirSync(many);
    for (let index = 0; index <= 20_000; index += 1) writeFileSync(join(many, `${index}.ts`), '');
    assert.equal(await decide('grep -rn x src'), 'ask');
  }).timeout(60_000);
});
