import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/engine/model/json.ts';
import { workspaceFixture, type Fixture } from './workspaceFixture.ts';

for (const [name, ripgrepPath] of [['with ripgrep', undefined], ['without ripgrep', null]] as const) {
  describe(`search_text ${name}`, () => {
    let at: Fixture;
    const search = async (input: JsonObject): Promise<string> => (await at.call('search_text', input)).output;

    beforeEach(async () => {
      at = await workspaceFixture(ripgrepPath === null ? { ripgrepPath } : {});
      at.write('b.ts', 'const a = 1;\r\nconst b = call(a);\r\n');
      at.write('a/x.md', 'A call.\nfoo: call(a)\n');
    });
    afterEach(() => at.dispose());

    it('answers path, line and text, sorted by path', async () => {
      assert.equal(await search({ pattern: 'call(a)' }), 'a/x.md:2: foo: call(a)\nb.ts:2: const b = call(a);');
    });

    it('takes regular expressions, globs and ignores case when told', async () => {
      assert.equal(await search({ pattern: '^const [ab] =', isRegex: true, limit: 1 }), 'b.ts:1: const a = 1;\n… more than 1 lines match; narrow the pattern or the glob.');
      assert.equal(await search({ pattern: 'CALL', glob: '*.md', ignoreCase: true }), 'a/x.md:1: A call.\na/x.md:2: foo: call(a)');
      assert.equal(await search({ pattern: 'CALL' }), 'No line matches.');
    });

    it('never takes a pattern for an option', async () => {
      at.write('c.txt', '--pre=touch hacked\n-e\n');
      assert.equal(await search({ pattern: '--pre=touch hacked' }), 'c.txt:1: --pre=touch hacked');
      assert.equal(await search({ pattern: '-e', glob: 'c.txt' }), 'c.txt:2: -e');
    });

    it('says what is wrong with a pattern', async () => {
      assert.match(await search({ pattern: '(', isRegex: true }), /^The search failed: /);
      assert.match(await search({ pattern: 'a\nb' }), /one line/);
    });

    it('leaves out secrets, Git, packages, binary files and what lies behind links', async () => {
      for (const path of ['.env', '.env.production', 'id_rsa', '.ssh/config', '.git/config', 'node_modules/x.js', 'deploy/server.pem']) at.write(path, 'needle');
      at.write('image.bin', Buffer.from('needle\0needle'));
      writeFileSync(join(at.outside, 'secret.txt'), 'needle');
      symlinkSync(join(at.outside, 'secret.txt'), join(at.root, 'link.txt'));
      symlinkSync(at.outside, join(at.root, 'folder'));
      assert.equal(await search({ pattern: 'needle' }), 'No line matches.');
    });

    it('cuts long lines and shows what is hidden', async () => {
      at.write('long.txt', `needle${'x'.repeat(3_000_000)}\nneedle\u202e\n`);
      const lines = (await search({ pattern: 'needle', glob: 'long.txt' })).split('\n');
      assert.ok((lines[0] ?? '').length < 500);
      assert.equal(lines[1], 'long.txt:2: needle⟨U+202E⟩');
    });

    it('stops when it is told to', async () => {
      assert.equal((await at.call('search_text', { pattern: 'call' }, { signal: AbortSignal.abort() })).outcome, 'cancelled');
    });

    it('answers a catastrophic pattern in bounded time without holding anybody up', async () => {
      at.write('evil.txt', `${'a'.repeat(50_000)}!\n`);
      let ticks = 0;
      const ticking = setInterval(() => (ticks += 1), 5);
      await search({ pattern: '^(a+)+$', isRegex: true });
      clearInterval(ticking);
      assert.ok(ticks > 1, `${ticks} ticks meanwhile`);
    }).timeout(60_000);
  });
}

describe('search_text', () => {
  it('handles two million matches and a line of 50 MB', async () => {
    const at = await workspaceFixture();
    at.write('many.txt', 'x\n'.repeat(2_000_000));
    at.write('wide.txt', 'x'.repeat(50_000_000));
    const result = await at.call('search_text', { pattern: 'x' });
    assert.equal(result.output.split('\n').length, 101);
    assert.match(result.output, /more than 100 lines match/);
    at.dispose();
  });
});
