import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { phasegate, type Place, samplePlace } from './commandLine.ts';
import { type ScriptedPlace, scriptedPlace, summaryOf } from './scriptedRun.ts';

const hostile = path.resolve(import.meta.dirname, '../servers/mcp/hostileServer.ts');

describe('phasegate mcp', () => {
  let place: Place;
  let env: Readonly<Record<string, string>>;
  let notes: string;
  beforeEach(() => {
    place = samplePlace();
    const home = path.join(place.store, '../home');
    mkdirSync(home);
    env = { HOME: home, XDG_DATA_HOME: path.join(home, 'data') };
    notes = path.join(home, 'notes');
    define('none');
  });
  afterEach(() => place.dispose());

  it('lists what would start, and starts nothing', async () => {
    write('.vscode/mcp.json', '{ "servers": { "bad": {}, "web": { "url": "https://example.com/mcp" } } }');
    const { code, rows, stderr } = await mcp('list');
    assert.equal(code, 0, stderr);
    assert.deepEqual(rows.filter(({ name }) => name !== undefined).map(({ name, consent, transport }) => [name, consent, transport]), [['one', 'not-allowed', 'stdio'], ['web', 'not-allowed', 'http']]);
    assert.match(String(rows[0]?.['detail']), /^starts: .* none /);
    assert.match(JSON.stringify(rows.at(-1)), /A server has a \\"command\\" to start/);
    assert.ok(!existsSync(notes));
  });

  it('allow shows all of it and pins it; test and revoke answer with exit codes', async () => {
    assert.equal((await mcp('test', 'one')).code, 2);
    const allowed = await mcp('allow', 'one');
    assert.equal(allowed.code, 0, allowed.stderr);
    assert.match(allowed.stderr, /MCP server "one"\n {4}starts: /);
    assert.deepEqual(allowed.rows[0]?.['tools'], [{ name: 'mcp__one__echo', description: 'Says it again.' }]);
    assert.equal((await mcp('test', 'one')).code, 0);
    assert.deepEqual((await mcp('list')).rows[0]?.['consent'], 'allowed');
    define('garbage-lines');
    assert.deepEqual((await mcp('list')).rows[0]?.['consent'], 'changed');
    const changed = await mcp('test', 'one');
    assert.deepEqual([changed.code, /changed since you allowed it/.test(changed.stderr)], [2, true]);
    assert.deepEqual([(await mcp('revoke', 'one')).code, (await mcp('revoke', 'one')).code], [0, 1]);
  });

  it('test says when the tools are described differently', async () => {
    define('differs-at-restart');
    assert.equal((await mcp('allow', 'one')).code, 0);
    const { code, rows } = await mcp('test', 'one');
    assert.deepEqual([code, rows[0]?.['changed']], [1, true]);
  });

  it('says what is wrong with a call', async () => {
    define('dies-at-start');
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['allow', 'one'], /not allowed, because it does not work\. .*exit code 3/],
      [['allow', 'on'], /There is no MCP server "on"\. Known: one\./],
      [['allow'], /Say what to do/],
    ];
    for (const [args, message] of cases) {
      const ended = await mcp(...args);
      assert.equal(ended.code, 2, args.join(' '));
      assert.match(ended.stderr, message);
    }
  });

  it('what a file asks for comes from the environment, and is told nobody', async () => {
    write('.mcp.json', JSON.stringify({ inputs: [{ type: 'promptString', id: 'my token', password: true }, { id: 'token', password: true }], mcpServers: { one: { command: process.execPath, args: [hostile, 'dies-at-start', notes, '${input:token}'] } } }));
    const without = await mcp('allow', 'one');
    assert.match(without.stderr, /needs \$\{input:token\}: set PHASEGATE_INPUT_TOKEN in the environment/);
    assert.ok(!existsSync(notes));
    const { code, stdout, stderr } = await phasegate(['mcp', 'allow', 'one', '--workspace', place.workspace, '--json'], { env: { ...env, PHASEGATE_INPUT_TOKEN: 'canary-of-a-token' } });
    assert.deepEqual([code, existsSync(notes), (stdout + stderr).includes('canary-of-a-token')], [2, true, false], stderr);
  });

  it('templates know the servers, and a run uses one only when it was allowed', async () => {
    write('.phasegate/templates/ask.json', JSON.stringify(template('mcp__one__*')));
    const run = () => phasegate(['run', 'ask', ...place.where, '--goal', 'Ask', '--model', 'rehearsal', '--approve', 'all', '--json'], { env });
    const refused = await run();
    assert.notEqual(refused.code, 0);
    assert.match(refused.stdout + refused.stderr, /you have not allowed it yet\. Look at it with .*phasegate mcp allow one/);
    assert.ok(!existsSync(notes));
    assert.equal((await mcp('allow', 'one')).code, 0);
    const ended = await run();
    assert.equal(ended.code, 0, ended.stderr);
    write('.phasegate/templates/ask.json', JSON.stringify(template('mcp__two__*')));
    assert.match((await run()).stderr, /There is no MCP server "two"\. Known: one\. They are defined in \.mcp\.json/);
  });

  describe('in a run', () => {
    const key = 'sk-ant-key-for-a-test-0123456789';
    let scripted: ScriptedPlace;
    let access: { readonly env: Readonly<Record<string, string>> };
    beforeEach(async () => {
      scripted = await scriptedPlace(({ turn }) => ({ calls: [turn === 0 ? { name: 'mcp__one__echo', input: { text: 'hello' } } : { name: 'submit_artifact', input: { summary: 'done' } }] }));
      access = { env: { ...env, ANTHROPIC_API_KEY: key } };
    });
    afterEach(() => scripted.close());

    it('calls need the approval of commands, and replay without the server', async () => {
      await allowed('none');
      for (const [approve, outcome] of [['edits', 'denied'], ['all', 'ok']] as const) {
        const ended = await run(approve);
        assert.equal(ended.code, 0, ended.stderr);
        assert.equal(ended.rows.find(({ type, outcome: how }) => type === 'tool-finished' && how !== undefined)?.['outcome'], outcome);
        const before = readFileSync(notes, 'utf8');
        const replayed = await phasegate(['replay', summaryOf(ended).runId, '--workspace', scripted.workspace, '--store', scripted.store, '--json'], access);
        assert.equal(replayed.code, 0, replayed.stdout + replayed.stderr);
        assert.equal(readFileSync(notes, 'utf8'), before);
      }
    });

    it('a server that tells all it sees has not seen the key, and leaves no process', async () => {
      await allowed('environment');
      const ended = await run('all');
      assert.equal(ended.code, 0, ended.stderr);
      const file = path.join(scripted.store, 'export.json');
      await phasegate(['export', summaryOf(ended).runId, file, '--store', scripted.store], access);
      assert.match(readFileSync(file, 'utf8'), /PHASEGATE_RUN/, 'what it told is kept');
      for (const text of [readFileSync(file, 'utf8'), ended.stdout, ended.stderr]) assert.ok(!text.includes(key));
      const pids = readFileSync(notes, 'utf8').trim().split('\n').map((line) => line.split(' ')[1] ?? '');
      assert.deepEqual(pids.filter((pid) => existsSync(`/proc/${pid}`)), []);
    });

    async function allowed(fault: string): Promise<void> {
      define(fault);
      writeFileSync(scripted.file('.mcp.json'), readFileSync(path.join(place.workspace, '.mcp.json')));
      writeFileSync(scripted.file('template.json'), JSON.stringify(template('mcp__one__echo')));
      assert.equal((await phasegate(['mcp', 'allow', 'one', '--workspace', scripted.workspace, '--json'], access)).code, 0);
    }

    function run(approve: string) {
      return phasegate(['run', scripted.file('template.json'), ...scripted.where, '--base-url', scripted.server.url, '--goal', 'Ask', '--model', 'anthropic', '--approve', approve, '--json'], access);
    }
  });

  function mcp(...args: readonly string[]) {
    return phasegate(['mcp', ...args, '--workspace', place.workspace, '--json'], { env });
  }

  function define(fault: string): void {
    write('.mcp.json', JSON.stringify({ mcpServers: { one: { command: process.execPath, args: [hostile, fault, notes] } } }));
  }

  function write(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(place.workspace, name)), { recursive: true });
    writeFileSync(path.join(place.workspace, name), text);
  }
});

function template(tool: string): object {
  const schema = { type: 'object', properties: { summary: { type: 'string', minLength: 1 } }, required: ['summary'] };
  return { id: 'ask', name: 'Ask', version: 1, phases: [{ id: 'ask', name: 'Ask', type: 'automated', prompt: 'Ask for {{input.goal}}.', tools: ['read_file', tool], output: { type: 'note', schema } }] };
}
