import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceFixture, type Fixture } from './workspaceFixture.ts';

for (const [name, ripgrepPath] of [['with ripgrep', undefined], ['without ripgrep', null]] as const) {
  describe(`find_files ${name}`, () => {
    let at: Fixture;
    const find = async (glob: string, limit?: number): Promise<readonly string[]> =>
      (await at.call('find_files', limit === undefined ? { glob } : { glob, limit })).output.split('\n');

    beforeEach(async () => {
      at = await workspaceFixture(ripgrepPath === null ? { ripgrepPath } : {});
      for (const path of ['src/app.ts', 'src/deep/app.test.ts', 'README.md', '.github/workflows/ci.yml', 'node_modules/x/index.ts', '.git/config', '.env', 'src/odd [1].ts']) at.write(path, 'text');
    });
    afterEach(() => at.dispose());

    it('matches in every folder, sorted, without Git, packages and secrets', async () => {
      assert.deepEqual(await find('**/*'), ['.github/workflows/ci.yml', 'README.md', 'src/app.ts', 'src/deep/app.test.ts', 'src/odd [1].ts']);
      assert.deepEqual(await find('*.ts'), ['src/app.ts', 'src/deep/app.test.ts', 'src/odd [1].ts']);
    });

    it('knows folders, alternatives and escapes', async () => {
      assert.deepEqual(await find('src/*.ts'), ['src/app.ts', 'src/odd [1].ts']);
      assert.deepEqual(await find('src/**/*.{test,spec}.ts'), ['src/deep/app.test.ts']);
      assert.deepEqual(await find('src/odd \\[1\\].ts'), ['src/odd [1].ts']);
    });

    it('says that nothing matches, and that there is more', async () => {
      assert.deepEqual(await find('*.go'), ['No file matches *.go.']);
      assert.deepEqual(await find('*.ts', 1), ['src/app.ts', '… more than 1 files match; use a narrower glob.']);
    });

    it('does not follow symbolic links', async () => {
      writeFileSync(join(at.outside, 'secret.ts'), '');
      symlinkSync(at.outside, join(at.root, 'link'));
      assert.ok(!(await find('**/*')).some((path) => path.includes('secret')));
    });

    it('gets through monstrous globs', async () => {
      mkdirSync(join(at.root, 'a'.repeat(200)));
      for (const glob of ['*a'.repeat(140), '**/'.repeat(90), '{a,b}'.repeat(50), `${'{'.repeat(100)}a,b`, 'x'.repeat(10_000), '[!'.repeat(90)]) await find(glob);
    }).timeout(60_000);
  });
}

describe('find_files', () => {
  it('respects .gitignore where ripgrep does the work, and ignores its configuration', async () => {
    const at = await workspaceFixture();
    at.write('.gitignore', 'dist/\n');
    at.write('dist/out.js', '');
    at.write('in.js', '');
    assert.equal((await at.call('find_files', { glob: '*.js' })).output, 'in.js');
    at.dispose();
  });
});
