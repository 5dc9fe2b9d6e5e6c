import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { McpDefinition } from '../../../../src/engine/model/mcpServer.ts';
import { environmentInputs } from '../../../../src/engine/node/environmentInputs.ts';
import { hostileServerFile, mcpFixture, type McpFixture } from './mcpFixture.ts';

const echo = 'mcp__hostile__echo';

describe('what a definition of an MCP server names', () => {
  let at: McpFixture;
  beforeEach(async () => {
    at = await mcpFixture();
  });
  afterEach(() => at.dispose());

  it('a program and a folder of the workspace\'s definition stay inside it', async () => {
    writeFileSync(join(at.at.outside, 'run'), '');
    for (const definition of [{ command: '../outside/run' }, { command: 'node', cwd: '../outside' }, { command: 'node', cwd: at.at.outside }]) {
      at.define('hostile', { transport: 'stdio', args: [], env: {}, ...definition });
      const opened = await at.open([echo]);
      assert.equal(!opened.ok && opened.error.kind, 'bad-input', JSON.stringify(definition));
    }
  });

  it('what the person is asked for is given to exactly the definition that names it', async () => {
    const definition: McpDefinition = { transport: 'stdio', command: process.execPath, args: [hostileServerFile, 'environment'], env: { GIVEN: '${input:token}' } };
    at.define('hostile', definition, { inputs: [{ id: 'token', isSecret: true, description: 'Token' }] });
    const inputs = environmentInputs({ PHASEGATE_INPUT_TOKEN: 'given ${workspaceFolder}' });
    assert.equal((JSON.parse((await at.call(echo, {}, { inputs })).output) as Record<string, string>)['GIVEN'], 'given ${workspaceFolder}');
    assert.match(at.asked[0]?.detail ?? '', /GIVEN=\$\{input:token\}\nasked of you once: token$/m);
    assert.match((await at.call(echo, {}, { inputs: environmentInputs({}) })).output, /needs \$\{input:token\}: set PHASEGATE_INPUT_TOKEN in the environment/);
    assert.match((await at.call(echo, {})).output, /It needs \$\{input:token\}/);
  });

  it('variables of the environment are given to the user\'s definitions only', async () => {
    const definition: McpDefinition = { transport: 'stdio', command: process.execPath, args: [hostileServerFile, 'environment'], env: { GIVEN: '${OWN_TOKEN}', HERE: '${workspaceFolder}', OR: '${NONE:-else}' } };
    at.define('hostile', definition);
    assert.match((await at.call(echo, {})).output, /needs \$\{OWN_TOKEN\}, which your environment does not have/);
    at.define('hostile', definition, { source: 'user' });
    const seen = JSON.parse((await at.call(echo, {})).output) as Record<string, string>;
    assert.deepEqual([seen['GIVEN'], seen['HERE'], seen['OR']], ['own-token-value', at.at.root, 'else']);
    assert.match(at.asked.at(-1)?.detail ?? '', /from your environment: OWN_TOKEN, NONE/);
  });
});
