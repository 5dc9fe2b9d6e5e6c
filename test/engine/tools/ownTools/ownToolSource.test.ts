import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok } from '../../../../src/engine/base/result.ts';
import { failed } from '../../../../src/engine/model/failure.ts';
import { ownTool, type OwnTool } from '../../../../src/engine/model/ownTool.ts';
import { fileConsents } from '../../../../src/engine/node/consentFile.ts';
import { outputSchemas } from '../../../../src/engine/phase/outputSchemas.ts';
import type { ConsentRequest } from '../../../../src/engine/ports/consents.ts';
import type { Approval, OfferRequest, Toolbox } from '../../../../src/engine/ports/tool.ts';
import { consentGate } from '../../../../src/engine/tools/consent/consentGate.ts';
import { ownToolSource } from '../../../../src/engine/tools/ownTools/ownToolSource.ts';
import { withSources } from '../../../../src/engine/tools/withSources.ts';
import { type Fixture, silentLog, workspaceFixture } from '../workspaceFixture.ts';

const signal = new AbortController().signal;

describe('the tools that a workspace brings along', () => {
  let at: Fixture;
  let folder: string;
  let definition: OwnTool;
  let asked: Approval[];
  let answer: boolean;
  beforeEach(async () => {
    at = await workspaceFixture();
    folder = mkdtempSync(join(tmpdir(), 'phasegate-user-'));
    definition = ownTool.parse({ name: 'count', description: 'Counts.', command: ['wc', '-l'], permission: 'read' });
    asked = [];
    answer = true;
  });
  afterEach(() => {
    at.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('come with the built-in ones, in the order of the list, each once', async () => {
    const offered = await toolbox().offer?.(wanting(['count', 'read_file', 'count', 'load_skill']), signal);
    assert.deepEqual(offered?.ok && offered.value.map(({ name }) => name), ['count', 'read_file']);
  });

  it('are asked about once, with everything they would do', async () => {
    const box = toolbox();
    await box.offer?.(wanting(['count']), signal);
    await toolbox().offer?.(wanting(['count']), signal);
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.title, 'Use the workspace\'s tool "count", which runs "wc" "-l"');
    assert.equal(asked[0]?.detail, 'runs: "wc" "-l"\nin: the workspace folder, for at most 120 seconds\nmay: run without asking, because its file says that it only looks\nsays: Counts.');
  });

  it('are asked about again when the definition changed, and the old agreement does not count', async () => {
    await toolbox().offer?.(wanting(['count']), signal);
    definition = { ...definition, command: ['rm', '-rf', '.'] };
    answer = false;
    const offered = await toolbox().offer?.(wanting(['count']), signal);
    assert.match(asked[1]?.title ?? '', /"rm" "-rf" "\." \(it changed since you allowed it\)$/);
    assert.match(offered?.ok === false ? offered.error.message : '', /did not allow it/);
    assert.equal(offered?.ok === false && offered.error.kind, 'permission');
  });

  it('are asked about again when a protected script that they run changed', async () => {
    at.write('.phasegate/tools/count.js', 'one');
    definition = { ...definition, command: ['node', '.phasegate/tools/count.js'] };
    await toolbox().offer?.(wanting(['count']), signal);
    await toolbox().offer?.(wanting(['count']), signal);
    at.write('.phasegate/tools/count.js', 'two');
    await toolbox().offer?.(wanting(['count']), signal);
    assert.deepEqual(asked.map(({ title }) => title.includes('it changed')), [false, true]);
  });

  it('wait for one answer when two phases want them at once', async () => {
    const box = toolbox();
    await Promise.all([box.offer?.(wanting(['count']), signal), box.offer?.(wanting(['count']), signal)]);
    assert.equal(asked.length, 1);
  });

  it('are refused where nobody is there to ask, with what to do', async () => {
    const offered = await toolbox({ isAttended: false }).offer?.(wanting(['count']), signal);
    assert.match(offered?.ok === false ? offered.error.message : '', /^Use the workspace's tool "count", which runs "wc" "-l": you have not allowed it yet\. Say yes\./);
  });

  it('change nothing for names nobody knows', async () => {
    const offered = await toolbox().offer?.(wanting(['other']), signal);
    assert.equal(offered?.ok === false && offered.error.kind, 'not-found');
    assert.deepEqual(asked, []);
  });

  it('are agreed to in the user\'s folder, and a file there that was tampered with counts for nothing', async () => {
    await toolbox().offer?.(wanting(['count']), signal);
    const file = join(folder, 'consents.json');
    assert.match(readFileSync(file, 'utf8'), /"name": "count"/);
    for (const text of ['', '{', '{"version":2,"consents":[]}', '{"version":1,"consents":[{"kind":"tool"}]}', 'null']) {
      writeFileSync(file, text);
      assert.equal((await toolbox({ isAttended: false }).offer?.(wanting(['count']), signal))?.ok, false, text);
    }
    await toolbox().offer?.(wanting(['count']), signal);
    assert.equal((await toolbox({ isAttended: false }).offer?.(wanting(['count']), signal))?.ok, true);
  });

  it('agreed to in one workspace are not in another', async () => {
    await toolbox().offer?.(wanting(['count']), signal);
    assert.equal((await toolbox({ isAttended: false, workspace: '/elsewhere' }).offer?.(wanting(['count']), signal))?.ok, false);
  });

  it('keep what several windows agree to at once', async () => {
    const consents = fileConsents(folder, silentLog);
    const hash = '0'.repeat(64) as ConsentRequest['definition'];
    await Promise.all(Array.from({ length: 20 }, (_, index) => consents.save({ kind: 'tool', workspace: '/w', name: `t${index}`, definition: hash, descriptions: null, at: 1 })));
    assert.equal((await Promise.all(Array.from({ length: 20 }, (_, index) => consents.find({ kind: 'tool', workspace: '/w', name: `t${index}` })))).filter(Boolean).length, 20);
    assert.deepEqual([await consents.remove({ kind: 'tool', workspace: '/w', name: 't3' }), await consents.remove({ kind: 'tool', workspace: '/w', name: 't3' })], [true, false]);
  });

  function wanting(names: readonly string[]): OfferRequest {
    return { names, approve: (approval) => (asked.push(approval), Promise.resolve(answer)) };
  }

  function toolbox({ isAttended = true, workspace = at.root } = {}): Toolbox {
    const obtainConsent = consentGate({ consents: fileConsents(folder, silentLog), workspace, now: () => 1, isAttended, howTo: () => 'Say yes.' });
    const find = async (name: string) => (name === definition.name ? ok(definition) : err(failed('not-found', 'There is none.')));
    return withSources(at.toolbox, [ownToolSource({ files: at.files, shell: at.shell, schemas: outputSchemas(), find, obtainConsent })]);
  }
});
