import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { phasegate, type Place, samplePlace } from './commandLine.ts';

const countLines = {
  name: 'count_lines', description: 'Counts the lines of a file.', permission: 'read',
  inputSchema: { type: 'object', properties: { path: { type: 'string', format: 'path' } }, required: ['path'] },
  command: ['wc', '-l', '{{path}}'],
};

describe('phasegate tools', () => {
  let place: Place;
  beforeEach(() => {
    place = samplePlace();
    write('.phasegate/tools/count-lines.json', JSON.stringify(countLines));
  });
  afterEach(() => place.dispose());

  it('lists built-in tools, the workspace\'s own, and what is wrong with them', async () => {
    write('.phasegate/tools/broken.json', '{\n  "name": "read_file"\n}');
    const ended = await phasegate(['tools', 'list', '--workspace', place.workspace, '--json']);
    assert.equal(ended.code, 0, ended.stderr);
    assert.ok(ended.rows.some(({ name, source }) => name === 'read_file' && source === 'built-in'));
    assert.deepEqual(ended.rows.filter(({ name }) => name === 'count_lines').map(({ source, permission }) => [source, permission]), [['workspace', 'read']]);
    const [broken] = ended.rows.filter(({ problems }) => problems !== undefined) as { path: string; problems: { line: number; pointer: string }[] }[];
    assert.match(broken?.path ?? '', /broken\.json$/);
    assert.deepEqual(broken?.problems.map(({ line, pointer }) => `${line} ${pointer}`), ['1 /description', '1 /command', '2 /name']);
  });

  it('tries one, and shows what runs', async () => {
    const ended = await phasegate(['tools', 'try', 'count_lines', '--input', '{"path":"README.md"}', '--workspace', place.workspace, '--json']);
    assert.equal(ended.code, 0, ended.stderr);
    const [row] = ended.rows;
    assert.deepEqual([row?.['name'], row?.['outcome'], row?.['effect']], ['count_lines', 'ok', 'none']);
    assert.match(String(row?.['output']), /^exit code 0\.\n\d+ .*README\.md$/);
    assert.match(ended.stderr, /^wc -l .*README\.md$/m);
  });

  it('says what is wrong with a call', async () => {
    const tryWith = (...args: readonly string[]) => phasegate(['tools', 'try', ...args, '--workspace', place.workspace]);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['count_lines', '--input', '{}'], /--input \/path: is missing/],
      [['count_lines', '--input', '{"path":"../x"}'], /goes up/],
      [['count_lines', '--input', 'path=README.md'], /takes JSON here/],
      [['count_line'], /Did you mean "count_lines"\?/],
      [[], /Say what to do/],
    ];
    for (const [args, message] of cases) {
      const ended = await tryWith(...args);
      assert.deepEqual([ended.code, ended.stdout], [2, ''], args.join(' '));
      assert.match(ended.stderr, message);
    }
  });

  it('are known to templates, and used only when the person vouches for the workspace', async () => {
    write('.phasegate/templates/count.json', JSON.stringify(template('count_lines')));
    const validated = await phasegate(['validate', path.join(place.workspace, '.phasegate/templates/count.json'), '--json']);
    assert.deepEqual([validated.code, validated.rows[0]?.['valid']], [0, true], validated.stdout);
    const run = ['run', 'count', ...place.where, '--goal', 'Count', '--model', 'rehearsal', '--json'];
    const refused = await phasegate(run);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /count_lines.*--trust/);
    const ended = await phasegate([...run, '--trust']);
    assert.equal(ended.code, 0, ended.stderr);
  });

  it('that are missing are a problem of the template', async () => {
    write('.phasegate/templates/count.json', JSON.stringify(template('count_linse')));
    const ended = await phasegate(['validate', path.join(place.workspace, '.phasegate/templates/count.json'), '--json']);
    assert.equal(ended.code, 2);
    assert.match(ended.stdout, /There is no tool \\"count_linse\\"\. Did you mean \\"count_lines\\"\?/);
  });

  function write(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(place.workspace, name)), { recursive: true });
    writeFileSync(path.join(place.workspace, name), text);
  }
});

function template(tool: string): object {
  const schema = { type: 'object', properties: { summary: { type: 'string', minLength: 1 } }, required: ['summary'] };
  return { id: 'count', name: 'Count', version: 1, phases: [{ id: 'count', name: 'Count', type: 'automated', prompt: 'Count for {{input.goal}}.', tools: ['read_file', tool], output: { type: 'note', schema } }] };
}
