import assert from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { png } from '../../servers/tinyImages.ts';
import { workspaceFixture, type Fixture } from './workspaceFixture.ts';

describe('read_file', () => {
  let at: Fixture;
  beforeEach(async () => {
    at = await workspaceFixture();
  });
  afterEach(() => at.dispose());

  it('shows the text under a line that says what it is', async () => {
    at.write('src/app.ts', 'one\n\ttwo\n');
    assert.deepEqual(await at.call('read_file', { path: 'src/app.ts' }), { outcome: 'ok', output: 'src/app.ts (lines 1-2 of 2)\none\n\ttwo' });
  });

  it('takes an absolute path inside the workspace', async () => {
    at.write('a.txt', 'text');
    assert.equal((await at.call('read_file', { path: join(at.root, 'a.txt') })).output, 'a.txt (lines 1-1 of 1)\ntext');
  });

  it('shows a part, and how to go on', async () => {
    at.write('a.txt', Array.from({ length: 10 }, (_, index) => `line ${index + 1}`).join('\n'));
    const { output } = await at.call('read_file', { path: 'a.txt', startLine: 3, lineCount: 2 });
    assert.equal(output, 'a.txt (lines 3-4 of 10)\nline 3\nline 4\n… 6 more lines; go on with startLine 5.');
    assert.equal((await at.call('read_file', { path: 'a.txt', startLine: 99 })).output, 'a.txt has only 10 lines.');
  });

  it('stays within its limits for many lines and for long ones', async () => {
    at.write('many.txt', 'x'.repeat(100).concat('\n').repeat(50_000));
    const many = await at.call('read_file', { path: 'many.txt' });
    assert.ok(many.output.length < 81_000);
    assert.match(many.output, /go on with startLine \d+\.$/);
    at.write('long.txt', 'y'.repeat(9_000_000));
    const long = await at.call('read_file', { path: 'long.txt' });
    assert.ok(long.output.length < 5_000);
    assert.match(long.output, /9000000 characters in this line/);
  });

  it('reads UTF-16 and byte order marks, and names what is unusual', async () => {
    at.write('a.txt', Buffer.from('\ufeffä\r\nb\r\n', 'utf16le'));
    at.write('b.txt', Buffer.from('\ufeffä\n'));
    assert.equal((await at.call('read_file', { path: 'a.txt' })).output, 'a.txt (lines 1-2 of 2, CRLF line endings, utf-16le)\nä\nb');
    assert.equal((await at.call('read_file', { path: 'b.txt' })).output, 'b.txt (lines 1-1 of 1, utf-8-bom)\nä');
  });

  it('makes hidden characters visible', async () => {
    at.write('a.txt', 'if (isAdmin\u202e \u2066// check\u2069) {}\u001b[2J');
    assert.match((await at.call('read_file', { path: 'a.txt' })).output, /isAdmin⟨U\+202E⟩ ⟨U\+2066⟩.*⟨U\+001B⟩\[2J$/);
  });

  it('shows Latin-1 as far as it goes, and not a binary file', async () => {
    at.write('latin.txt', Buffer.from([0x61, 0xe4, 0x62]));
    at.write('image.png', Buffer.from([0x89, 0x50, 0x00, 0xff]));
    assert.match((await at.call('read_file', { path: 'latin.txt' })).output, /not valid UTF-8.*\na\ufffdb$/);
    assert.deepEqual(await at.call('read_file', { path: 'image.png' }), { outcome: 'error', output: 'image.png is a binary file (it holds zero bytes). It has 4 bytes and is not shown.' });
  });

  it('shows an image, and says of one that is too large how large it is', async () => {
    const [small, wide] = [png(40, 20), png(9_000, 1)];
    at.write('logo.txt', small);
    at.write('wide.png', wide);
    at.write('heavy.png', Buffer.concat([small, Buffer.alloc(3_500_000)]));
    assert.deepEqual(await at.call('read_file', { path: 'logo.txt' }), { outcome: 'ok', output: `logo.txt (image/png, ${small.length} bytes, 40 × 20 pixels)`, images: [{ mediaType: 'image/png', base64: small.toString('base64') }] });
    for (const path of ['wide.png', 'heavy.png']) {
      const { outcome, output, images } = await at.call('read_file', { path });
      assert.deepEqual([outcome, images], ['error', undefined]);
      assert.match(output, /too large to be shown \(image\/png, [\d,]+ bytes, \d+ × \d+ pixels; at most 3,500,000 bytes and 8,000 pixels each way are\)/);
    }
  });

  it('says what to do about a missing file, a folder, an empty and a huge file', async () => {
    at.write('folder/empty.txt', '');
    truncateSync(join(at.root, 'folder/empty.txt'), 0);
    at.write('huge', '');
    truncateSync(join(at.root, 'huge'), 5_000_000_000);
    assert.equal((await at.call('read_file', { path: 'nothing.txt' })).output, 'nothing.txt does not exist. Look with list_files or find_files.');
    assert.equal((await at.call('read_file', { path: 'folder' })).output, 'folder is a folder. Use list_files.');
    assert.equal((await at.call('read_file', { path: 'folder/empty.txt' })).output, 'folder/empty.txt (empty)');
    assert.match((await at.call('read_file', { path: 'huge' })).output, /too large/);
  });

  it('refuses what does not fit its schema, at the place', async () => {
    assert.match((await at.call('read_file', { path: 'a', startLine: 0 })).output, /^\/startLine: /);
    assert.match((await at.call('read_file', { path: 'a', extra: 1 })).output, /Unrecognized key.*extra/);
    assert.match((await at.call('read_file', {})).output, /^\/path: /);
  });
});
