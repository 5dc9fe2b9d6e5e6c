import assert from 'node:assert/strict';
import type { McpSource } from '../../../../src/engine/model/mcpServer.ts';
import { checkMcpFile } from '../../../../src/engine/workflow/mcpFile/checkMcpFile.ts';
import { mcpServerCatalog } from '../../../../src/engine/workflow/mcpFile/mcpServerCatalog.ts';

describe('a file that defines MCP servers', () => {
  const check = (text: string, source: McpSource = 'workspace') => checkMcpFile({ source, path: '.mcp.json', text });
  const one = (server: object, source?: McpSource) => check(JSON.stringify({ mcpServers: { one: server } }), source);

  it('is read as agents and editors write it', () => {
    const { servers, problems } = check(`{
      // what we use
      "servers": {
        "docs": { "type": "http", "url": "https://example.com/mcp", "headers": { "X-A": "b" } },
        "local files": { "command": "node", "args": ["\${workspaceFolder}/run.js"], "env": { "PORT": 1 }, "cwd": "tools", },
      },
      "inputs": []
    }`);
    assert.deepEqual(problems, []);
    assert.deepEqual(servers.map(({ name, definition }) => [name, definition]), [
      ['docs', { transport: 'http', url: 'https://example.com/mcp', headers: { 'X-A': 'b' } }],
      ['local-files', { transport: 'stdio', command: 'node', args: ['${workspaceFolder}/run.js'], env: { PORT: '1' }, cwd: 'tools' }],
    ]);
  });

  it('keeps the good servers of a file with a bad one, and says where it is wrong', () => {
    const { servers, problems } = check('{ "mcpServers": {\n  "bad": { "args": "x" },\n  "good": { "command": "node" }\n} }');
    assert.deepEqual(servers.map(({ name }) => name), ['good']);
    assert.deepEqual(problems.map(({ line, message }) => `${line}: ${message}`), ['2: A server has a "command" to start, or a "url" to reach it.']);
  });

  it('names what is wrong with one', () => {
    const cases: readonly (readonly [object, RegExp])[] = [
      [{ command: 'node', args: [1] }, /"args" must be a list of texts/],
      [{ command: 'node', env: { A: {} } }, /"env" must be an object of texts/],
      [{ command: 'node', network: 'yes' }, /"network" must be true or false/],
      [{ command: 'node', cwd: 1 }, /"cwd" must be a text/],
      [{ command: 'no\0de' }, /zero byte/],
      [{ url: 5 }, /"url" must be a text/],
      [{ url: 'https://x', type: 'sse' }, /old kind "sse" are not supported/],
      [{ url: 'http://example.com' }, /not encrypted and not on this machine/],
      [{ url: 'https://169.254.169.254/latest' }, /link-local, metadata or wildcard/],
      [{ url: 'https://user:word@example.com/' }, /user name or password/],
      [{ url: 'file:///etc/passwd' }, /neither https nor http/],
      [{ command: 'node', env: { A: '${input:key}' } }, /\$\{input:key\} is not among the "inputs" of this file/],
      [{ command: 'node', env: { A: '${ANTHROPIC_API_KEY}' } }, /would give your environment variable ANTHROPIC_API_KEY to a server that the workspace defines/],
      [{ url: 'https://x/${env:HOME}' }, /would give your environment variable HOME/],
    ];
    for (const [server, message] of cases) {
      const { servers, problems } = one(server);
      assert.deepEqual(servers, [], JSON.stringify(server));
      assert.match(problems.map((problem) => problem.message).join('\n'), message);
    }
  });

  it('may ask the person for what it names', () => {
    const inputs = [{ type: 'promptString', id: 'api-key', description: 'Your key', password: true }, { type: 'pickString', id: 'place', options: ['a', 'b'] }, { id: 'unused' }];
    const asks = (server: object) => check(JSON.stringify({ inputs, servers: { one: server } })).servers[0]?.inputs;
    assert.deepEqual(asks({ url: 'https://x', headers: { Authorization: 'Bearer ${input:api-key}' } }), [{ id: 'api-key', isSecret: true, description: 'Your key' }]);
    assert.deepEqual(asks({ command: 'x', args: ['${input:place}'] }), [{ id: 'place', isSecret: false, description: 'place', options: ['a', 'b'] }]);
    assert.equal(asks({ command: 'x' }), undefined);
    const wrong = check('{"servers":{},"inputs":[{}, 1, {"id":"a","type":"command"}, {"id":"b","type":"pickString","options":[1]}, {"id":"c d"}]}').problems;
    assert.deepEqual(wrong.map(({ pointer }) => pointer), ['/inputs/0', '/inputs/1', '/inputs/2', '/inputs/3', '/inputs/4']);
  });

  it('of the user\'s own may name variables of the environment', () => {
    assert.equal(one({ command: 'node', env: { A: '${TOKEN}', B: '${TOKEN:-none}' } }, 'user').servers.length, 1);
  });

  it('cannot approve itself', () => {
    const { servers, problems } = one({ command: 'node', autoApprove: ['*'], alwaysAllow: true, trust: true });
    assert.equal(servers.length, 1);
    assert.deepEqual(problems.map(({ severity }) => severity), ['warning', 'warning', 'warning']);
    assert.deepEqual(Object.keys(servers[0]?.definition ?? {}), ['transport', 'command', 'args', 'env']);
  });

  it('with names that would be the same keeps the first, and says so', () => {
    const { servers, problems } = check('{"mcpServers":{"a b":{"command":"x"},"a-b":{"command":"y"},"":{"command":"z"},"__proto__":{"command":"p"}}}');
    assert.deepEqual(servers.map(({ name }) => name), ['a-b']);
    assert.match(problems.map(({ message }) => message).join('\n'), /Another server of this file is called "a-b" too/);
  });

  it('that is hostile is an error, never a crash', () => {
    const texts = ['', '{', '[]', 'null', '{"mcpServers":[]}', '{"mcpServers":{"a":1}}', '\u0000', '{"mcpServers":{"a":{"command":"x","command":"y"}}}', '['.repeat(100_000), `{"mcpServers":${'{"a":'.repeat(20_000)}`, 'x'.repeat(600_000), '\ufeff{"mcpServers":{}}/*'];
    for (const text of texts) assert.deepEqual(check(text).servers.filter(({ name }) => name !== 'a'), [], text.slice(0, 40));
    for (const text of texts.slice(0, 6)) assert.ok(check(text).problems.length > 0, text);
  });

  it('further away gives way to a nearer one of the same name', () => {
    const file = (path: string, command: string, source: McpSource) => ({ path, source, text: JSON.stringify({ mcpServers: { one: { command } } }) });
    const { servers } = mcpServerCatalog([file('.mcp.json', 'near', 'workspace'), file('user', 'far', 'user')]);
    assert.deepEqual(servers.map(({ path }) => path), ['.mcp.json']);
  });
});
