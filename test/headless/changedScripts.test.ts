import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { phasegate } from './commandLine.ts';
import { type ScriptedPlace, scriptedPlace, twoSteps } from './scriptedRun.ts';

const template = { ...twoSteps, id: 'scripts', name: 'Scripts', phases: [{ ...twoSteps.phases[0], tools: ['write_file', 'run_command'] }] };
const calls = [
  { name: 'run_command', input: { command: 'npm test' } },
  { name: 'write_file', input: { path: 'package.json', content: '{ "scripts": { "test": "echo changed > changed.txt" } }\n' } },
  { name: 'run_command', input: { command: 'npm test' } },
  { name: 'submit_artifact', input: { title: 'Done' } },
];

describe('phasegate run, where a rule allows a script that the run changes', () => {
  let place: ScriptedPlace;
  let person: string;
  beforeEach(async () => {
    place = await scriptedPlace(({ turn }) => ({ calls: calls.slice(turn, turn + 1) }));
    person = mkdtempSync(path.join(tmpdir(), 'phasegate-rules-'));
    mkdirSync(path.join(person, 'phasegate'));
    writeFileSync(path.join(person, 'phasegate/permissions.json'), '{ "allow": ["npm test"] }');
  });
  afterEach(async () => {
    await place.close();
    rmSync(person, { recursive: true, force: true });
  });

  it('runs it before, and not after', async () => {
    writeFileSync(place.file('template.json'), JSON.stringify(template));
    const args = ['run', place.file('template.json'), ...place.where, '--goal', 'scripts', '--model', 'anthropic', '--approve', 'edits', '--base-url', place.server.url, '--json'];
    const { code, rows, stderr } = await phasegate(args, { env: { XDG_DATA_HOME: person, ANTHROPIC_API_KEY: 'sk-ant-key-for-a-test-0123456789' } });
    assert.equal(code, 0, stderr);
    const finished = rows.filter(({ type }) => type === 'tool-finished').map(({ permission }) => permission as { decision: string; reason: string } | undefined);
    assert.deepEqual(finished.slice(0, 3).map((permission) => permission?.decision), ['allow', 'allow', 'deny']);
    assert.match(finished[2]?.reason ?? '', /^This run has changed package\.json/);
  });
});
