import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Ended, phasegate, type Place, samplePlace } from './commandLine.ts';

describe('phasegate templates', () => {
  let place: Place;
  beforeEach(() => (place = samplePlace()));
  afterEach(() => place.dispose());

  const command = (...args: readonly string[]): Promise<Ended> => phasegate(['templates', ...args, '--workspace', place.workspace], { env: { XDG_DATA_HOME: path.join(place.workspace, '../user') } });
  const own = (name: string): string => path.join(place.workspace, '.phasegate/templates', name);
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(own(name)), { recursive: true });
    writeFileSync(own(name), text);
  };

  it('lists every template nearest first, and says which is used and which is the default', async () => {
    await command('import', 'compound', '--to', 'user');
    write('feature.json', '{');
    const { code, rows } = await command('list', '--json');
    assert.equal(code, 0);
    assert.deepEqual(rows.map(({ id, source, status, isDefault }) => `${String(id)} ${String(source)} ${String(status)}${isDefault === true ? ' default' : ''}`), [
      'feature workspace broken', 'compound user used default', 'compound built-in shadowed', 'feature built-in used', 'quick-fix built-in used', 'review-only built-in used', 'spec-first built-in used',
    ]);
  });

  it('does not run the built-in one where the nearer one of that name is broken', async () => {
    write('quick-fix.json', '{');
    const { code, stderr } = await phasegate(['run', 'quick-fix', ...place.where, '--goal', 'x', '--model', 'rehearsal']);
    assert.equal(code, 2);
    assert.match(stderr, /quick-fix\.json:1:\d+: error/);
  });

  it('shows inputs, phases and what is asked for', async () => {
    const { stdout } = await command('show', 'feature');
    for (const part of ['Feature (feature, version 1)', 'constraints', 'build          → change-set, after plan (loop; over plan.items, at most 20)', 'changes files, with edit_file and write_file (build, mend)']) assert.ok(stdout.includes(part), stdout);
    assert.match((await command('show', 'review-only')).stdout, /only looks at the workspace/);
    const { rows } = await command('show', 'quick-fix', '--json');
    assert.deepEqual(((rows[0]?.['powers'] ?? []) as { kind: string }[]).map(({ kind }) => kind), ['commands', 'files', 'commands']);
  });

  it('copies one, which then runs under its own id', async () => {
    const copied = await command('import', 'quick-fix', '--as', 'mend');
    assert.equal(copied.code, 0, copied.stderr);
    assert.match(copied.stderr, /changes files/);
    const { id, clonedFrom } = JSON.parse(readFileSync(own('mend.json'), 'utf8')) as Record<string, unknown>;
    assert.deepEqual([id, clonedFrom], ['mend', 'quick-fix']);
    const ended = await phasegate(['run', 'mend', ...place.where, '--goal', 'Make the failing test pass', '--model', 'rehearsal', '--approve', 'all', '--json']);
    assert.equal(ended.code, 0, ended.stderr);
  });

  it('exports one file that holds all of it, and takes it back elsewhere', async () => {
    write('report.schema.json', '{ "type": "object", "properties": { "risk": { "type": "string" } } }');
    write('risk.json', JSON.stringify({ id: 'risk', name: 'Risk', version: 3, phases: [{ id: 'look', name: 'Look', type: 'automated', prompt: 'Look at {{input.goal}}.', output: 'report.schema.json' }] }));
    const file = path.join(place.workspace, '../risk.json');
    assert.equal((await command('export', 'risk', file)).code, 0);
    assert.match((await command('export', 'risk', file)).stderr, /already.*--force/s);
    assert.match(readFileSync(file, 'utf8'), /"type": "report",\s+"schema": \{/);
    const { rows: [exported] } = await command('export', 'risk', file, '--force', '--json');
    const { rows: [imported] } = await command('import', file, '--to', 'user', '--dry-run', '--json');
    assert.deepEqual([imported?.['path'], imported?.['sha256']], [null, exported?.['sha256']]);
    assert.equal((await command('import', file, '--to', 'user')).code, 0);
    const { rows } = await command('list', '--json');
    assert.deepEqual(rows.filter(({ id }) => id === 'risk').map(({ source, status, version }) => `${String(source)} ${String(status)} ${String(version)}`), ['workspace used 3', 'user shadowed 3']);
  });

  it('checks all of them, or those that are named', async () => {
    assert.equal((await command('check')).code, 0);
    write('broken.json', '{\n "id": "broken",\n "nam": "x"\n}');
    const all = await command('check', '--json');
    assert.equal(all.code, 2);
    const [row] = all.rows.filter(({ valid }) => valid === false);
    assert.deepEqual(((row?.['problems'] ?? []) as { line: number; pointer: string }[]).map(({ line, pointer }) => `${line} ${pointer}`), ['1 /name', '1 /version', '1 /phases', '3 /nam']);
    assert.equal((await command('check', 'feature', own('../templates/broken.json'))).code, 2);
    assert.equal((await command('check', 'feature')).code, 0);
  });

  it('notes what the chosen models can be told in words only, without complaint', async () => {
    write('risk.json', JSON.stringify({ id: 'risk', name: 'Risk', version: 1, phases: [{ id: 'look', name: 'Look', type: 'automated', prompt: 'Look.', output: { type: 'report', schema: { type: 'object', properties: { id: { type: 'string', pattern: '^T-' } } } } }] }, null, 1));
    const validate = (...args: readonly string[]): Promise<Ended> => phasegate(['validate', own('risk.json'), '--workspace', place.workspace, ...args]);
    const lossy = await validate('--model', 'gemini/m');
    assert.equal(lossy.code, 0);
    assert.match(lossy.stdout, /risk\.json:11:14: note at \/phases\/0\/output: gemini\/m: 1 rule of the schema of "report" can be told in words only[^\n]*\nrisk is valid: 1 phase\.\n$/);
    const { rows: [row] } = await validate('--model', 'gemini/m, anthropic/n, openai-compatible/o', '--json');
    const notes = (row?.['notes'] ?? []) as { models: string[]; losses: { keyword: string }[] }[];
    assert.deepEqual([row?.['valid'], notes.map(({ models, losses }) => [models, losses.map(({ keyword }) => keyword)])], [true, [[['gemini/m', 'openai-compatible/o'], ['pattern']]]]);
    assert.equal((await validate('--model', 'anthropic/m')).stdout, 'risk is valid: 1 phase.\n');
  });

  it('says what it takes', async () => {
    for (const words of [[], ['lst'], ['show'], ['export', 'feature'], ['import', 'nothing-like-it'], ['import', 'feature', '--to', 'moon']]) {
      const { code, stderr } = await command(...words);
      assert.equal(code, 2);
      assert.ok(stderr.length > 20 && !stderr.includes('    at '), stderr);
    }
  });
});
