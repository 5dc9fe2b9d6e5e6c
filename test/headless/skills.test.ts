import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { phasegate, type Place, samplePlace } from './commandLine.ts';

describe('phasegate skills', () => {
  let place: Place;
  let env: Readonly<Record<string, string>>;
  beforeEach(() => {
    place = samplePlace();
    const home = path.join(place.store, '../home');
    mkdirSync(home);
    env = { HOME: home, XDG_DATA_HOME: path.join(home, 'data') };
    write('skills/pdf/SKILL.md', '---\nname: pdf\ndescription: Reads PDF files.\n---\nDo it so.');
    write('commands/ship.md', 'Ship it.');
    write('AGENTS.md', 'canary-rule: use tabs.');
    write('skills/broken/SKILL.md', 'nothing');
  });
  afterEach(() => place.dispose());

  it('lists what is there and what is wrong with it', async () => {
    const ended = await phasegate(['skills', 'list', '--workspace', place.workspace, '--json'], { env });
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(ended.rows.map(({ kind, name, path: file }) => [kind, name ?? file]), [['skill', 'pdf'], ['command', 'ship'], ['rules', 'AGENTS.md'], ['problem', 'skills/broken/SKILL.md'], ['problem', 'skills/broken/SKILL.md']]);
  });

  it('reach the phases of a run only when the person vouches for the workspace', async () => {
    for (const [trust, expected] of [[[], false], [['--trust'], true]] as const) {
      const ended = await phasegate(['run', 'quick-fix', ...place.where, '--goal', 'Fix it', '--model', 'rehearsal', '--approve', 'all', '--json', ...trust], { env });
      assert.equal(ended.code, 0, ended.stderr);
      const { runId } = ended.rows.at(-1) as { runId: string };
      const file = path.join(place.store, `export-${expected}.json`);
      await phasegate(['export', runId, file, '--store', place.store], { env });
      assert.equal(readFileSync(file, 'utf8').includes('canary-rule'), expected);
      const replayed = await phasegate(['replay', runId, '--store', place.store, '--json'], { env });
      assert.equal(replayed.code, 0, replayed.stdout + replayed.stderr);
    }
  });

  it('a command that a prompt names is part of it, as it is when the run begins', async () => {
    write('commands/ship.md', '---\ndescription: Ships.\n---\ncanary-snippet {{input.goal}}');
    const template = { id: 'snippet', name: 'Snippet', version: 1, phases: [{ id: 'plan', name: 'Plan', type: 'automated', prompt: 'First: {{command.ship}}', output: { type: 'note', schema: { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'] } } }] };
    write('.phasegate/templates/snippet.json', JSON.stringify(template));
    const run = (...more: readonly string[]) => phasegate(['run', 'snippet', ...place.where, '--goal', 'Fix it', '--model', 'rehearsal', '--approve', 'all', '--json', ...more], { env });
    const refused = await run();
    assert.deepEqual([refused.code, /uses commands of the workspace or your own: ship\. Look at them with .*--trust/.test(refused.stderr)], [2, true], refused.stderr);
    const ended = await run('--trust');
    assert.equal(ended.code, 0, ended.stderr);
    const { runId } = ended.rows.at(-1) as { runId: string };
    const file = path.join(place.store, 'export.json');
    await phasegate(['export', runId, file, '--store', place.store], { env });
    assert.match(readFileSync(file, 'utf8'), /First: canary-snippet \{ \{input\.goal\}\}/);
    write('.phasegate/templates/snippet.json', JSON.stringify(template).replace('command.ship', 'command.gone'));
    const missing = await run('--trust');
    assert.deepEqual([missing.code, /there is no such command\. There are: ship/.test(missing.stderr)], [2, true], missing.stderr);
  });

  function write(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(place.workspace, name)), { recursive: true });
    writeFileSync(path.join(place.workspace, name), text);
  }
});
