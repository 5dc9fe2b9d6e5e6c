import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceFixture, type Fixture } from '../engine/tools/workspaceFixture.ts';

/**
 * In place of ripgrep: just before it looks into the folder `place`, that has become a link outside. What it finds there it reports, and
 * everything is as before when it has ended.
 */
const swappingSearch = String.raw`#!/bin/sh
mv place aside && ln -s ../outside place
case "$*" in
  *--files*) find place/ -name '*.txt' | sort | tr '\n' '\0' ;;
  *) printf './place/inside.txt\0001:needle outside\n./place/only-outside.txt\0001:needle outside\n./src/app.ts\0001:needle moved\n./src/app.ts\0003:needle three\n' ;;
esac
rm place && mv aside place
`;

describe('security: a folder that becomes a link outside while ripgrep is in it', () => {
  let programs: string;
  let at: Fixture;

  beforeEach(async () => {
    programs = mkdtempSync(join(tmpdir(), 'phasegate-search-'));
    const program = join(programs, 'search');
    writeFileSync(program, swappingSearch);
    chmodSync(program, 0o755);
    at = await workspaceFixture({ ripgrepPath: program });
    at.write('place/inside.txt', 'needle inside\n');
    at.write('src/app.ts', 'first\nneedle moved\nneedle three\n');
    for (const name of ['inside.txt', 'only-outside.txt']) writeFileSync(join(at.outside, name), 'needle outside\n');
  });
  afterEach(() => {
    at.dispose();
    rmSync(programs, { recursive: true, force: true });
  });

  it('shows no line that is not in the files of the workspace, and each where it stands now', async () => {
    const shown: string[] = [];
    const { output } = await at.call('search_text', { pattern: 'needle' }, { progress: (text) => shown.push(text) });
    assert.equal(output, 'src/app.ts:2: needle moved\nsrc/app.ts:3: needle three');
    assert.equal(shown.join(''), `${output}\n`);
  });

  it('names no file that is not in the workspace', async () => {
    const { output } = await at.call('find_files', { glob: '**/*.txt' });
    assert.equal(output, 'place/inside.txt\n… 1 more were moved while they were looked for; search again.');
  });
});
