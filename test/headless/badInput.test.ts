import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { phasegate, type Place, samplePlace } from './commandLine.ts';

describe('phasegate with bad input', () => {
  let place: Place;
  beforeEach(() => (place = samplePlace()));
  afterEach(() => place.dispose());

  const usageCases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no command', [], /phasegate run/],
    ['an unknown command', ['dance'], /no command "dance"/],
    ['an unknown option', ['run', 'compound', '--fast'], /--fast/],
    ['no goal', ['run', 'compound'], /--goal/],
    ['an unknown template', ['run', 'nothing', '--goal', 'x'], /no template "nothing".*compound/s],
    ['a bad input', ['run', 'compound', '--goal', 'x', '--input', 'novalue'], /KEY=VALUE/],
    ['a bad approval', ['run', 'compound', '--goal', 'x', '--approve', 'some'], /none, edits or all/],
    ['a bad number of phases', ['run', 'compound', '--goal', 'x', '--max-parallel', '0'], /from 1 to 32/],
    ['a bad seed', ['run', 'compound', '--goal', 'x', '--seed', 'abc'], /whole number/],
    ['a missing workspace', ['run', 'compound', '--goal', 'x', '--workspace', '/nonexistent/folder'], /not a folder/],
    ['an unknown run', ['resume', 'nothing'], /no run nothing/],
  ];
  for (const [name, args, message] of usageCases) {
    it(`ends with 2 and says what is wrong: ${name}`, async () => {
      const ended = await phasegate([...args, '--store', place.store]);
      assert.equal(ended.code, 2);
      assert.match(ended.stderr, message);
    });
  }

  it('names every problem of a template with its place', async () => {
    const file = path.join(place.workspace, 'broken.json');
    writeFileSync(file, '{\n  "id": "x", "name": "X", "version": 1,\n  "phases": [\n    { "id": "a", "name": "A", "type": "automated", "prompt": "p", "output": "nothing-known",\n      "dependsOn": ["ghost"], "tools": ["fly"], "speed": 3 }\n  ]\n}\n');
    const ended = await phasegate(['validate', file, '--json']);
    assert.equal(ended.code, 2);
    const { valid, problems } = ended.rows[0] as { valid: boolean; problems: { pointer: string; line: number }[] };
    assert.equal(valid, false);
    const places = problems.map(({ pointer, line }) => `${pointer}:${line}`);
    for (const expected of ['/phases/0/output:4', '/phases/0/dependsOn/0:5', '/phases/0/tools/0:5', '/phases/0/speed:5']) assert.ok(places.includes(expected), `${expected} in ${places.join(' ')}`);
  });

  it('says how to set a missing key, and keeps the run', async () => {
    const ended = await phasegate(['run', 'quick-fix', ...place.where, '--goal', 'x', '--model', 'anthropic', '--json']);
    assert.equal(ended.code, 1);
    const { status, phases } = ended.rows.at(-1) as { status: string; phases: { failure?: { kind: string; message: string } }[] };
    assert.equal(status, 'failed');
    assert.equal(phases[0]?.failure?.kind, 'auth');
    assert.match(phases[0]?.failure?.message ?? '', /ANTHROPIC_API_KEY/);
    assert.equal((await phasegate(['list', '--store', place.store, '--json'])).rows.length, 1);
  });

  it('leaves a corrupt store as it was', async () => {
    mkdirSync(place.store, { recursive: true });
    const file = path.join(place.store, 'phasegate.db');
    writeFileSync(file, 'this is not a database, and never was one\n'.repeat(200));
    const before = readFileSync(file);
    const ended = await phasegate(['list', '--store', place.store]);
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /phasegate\.db/);
    assert.deepEqual(readFileSync(file), before);
  });

  it('does not share a store with another process', async () => {
    const slow = path.join(place.workspace, 'ask.json');
    writeFileSync(slow, JSON.stringify({ id: 'slow', name: 'Slow', version: 1, phases: [{ id: 'sleep', name: 'Sleep', type: 'automated', prompt: 'Sleep.', output: { type: 'note', schema: { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'] } } }] }));
    let second: Promise<{ code: number | null; stderr: string }> | undefined;
    const first = await phasegate(['run', 'compound', ...place.where, '--goal', 'x', '--model', 'rehearsal', '--approve', 'all', '--json'], {
      watch: (stdout) => {
        if (stdout.includes('run-started')) second ??= phasegate(['run', slow, ...place.where, '--goal', 'x', '--model', 'rehearsal']);
      },
    });
    assert.equal(first.code, 0, first.stderr);
    const refused = await second;
    assert.equal(refused?.code, 4);
    assert.match(refused?.stderr ?? '', /process/);
  });

  it('says so when the workspace cannot be written to, and keeps the run', async () => {
    const nobody = { env: { HOME: place.store }, ...(process.getuid?.() === 0 && { uid: 65_534 }) };
    mkdirSync(place.store, { recursive: true });
    chmodSync(path.dirname(place.store), 0o755);
    chmodSync(place.store, 0o777);
    for (const folder of ['.', 'src', 'test']) chmodSync(path.join(place.workspace, folder), 0o555);
    try {
      const ended = await phasegate(['run', 'quick-fix', ...place.where, '--goal', 'Make the failing test pass', '--model', 'rehearsal', '--approve', 'all', '--json'], nobody);
      assert.equal(ended.rows.at(-1)?.['type'], 'summary', ended.stderr);
      const failures = ended.rows.filter(({ type, outcome, output }) => type === 'tool-finished' && outcome === 'error' && /EACCES|permission|not be written/i.test(JSON.stringify(output)));
      assert.ok(failures.length > 0, 'an edit that could not be written is told');
    } finally {
      for (const folder of ['.', 'src', 'test']) chmodSync(path.join(place.workspace, folder), 0o755);
    }
  });
});
