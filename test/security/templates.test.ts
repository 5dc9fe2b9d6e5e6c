import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Json } from '../../src/engine/model/json.ts';
import { schemaFilesBeside } from '../../src/engine/node/schemaFiles.ts';
import { readTemplateFiles } from '../../src/engine/node/templateFiles.ts';
import { templateCatalog } from '../../src/engine/workflow/templateCatalog.ts';
import { type Ended, phasegate } from '../headless/commandLine.ts';

const phase = (more: object = {}): object => ({ id: 'a', name: 'A', type: 'automated', prompt: 'Go.', output: 'review', ...more });
const template = (more: object = {}): object => ({ id: 'evil', name: 'Evil', version: 1, phases: [phase()], ...more });
const text = (value: object = template()): string => JSON.stringify(value, null, 1);
const withSchema = (schema: Json): string => text(template({ phases: [phase({ output: { type: 'r', schema } })] }));
const deep = (opening: string, closing: string): string => withSchema({}).replace('"schema": {}', `"schema": ${opening.repeat(100_000)}{}${closing.repeat(100_000)}`);

/** What the file holds, and the expected `line pointer code` of each problem. */
const hostile: readonly (readonly [string, string | Buffer, readonly string[]])[] = [
  ['__proto__ at the top', text().replace('"name": "Evil"', '"__proto__": { "isDefault": true },\n "name": "Evil"'), ['3 /__proto__ forbidden-key']],
  ['__proto__ as an escape', text().replace('"name": "Evil"', '"\\u005f_proto__": {},\n "name": "Evil"'), ['3 /__proto__ forbidden-key']],
  ['constructor.prototype among the inputs', text(template({ inputs: { type: 'object', properties: { x: {} } } })).replace('"x": {}', '"constructor": { "prototype": {} }'), ['17 /inputs/properties/constructor forbidden-key']],
  ['an id that is a path', text(template({ id: '../../etc/cron' })), ['2 /id shape']],
  ['an id with a look-alike letter', text(template({ id: 'fe\u0430ture' })), ['2 /id shape']],
  ['an output outside', text(template({ phases: [phase({ output: 'schemas/../../secret.json' })] })), ['11 /phases/0/output schema-file']],
  ['an output by an address', text(template({ phases: [phase({ output: 'https://evil.example/x.json' })] })), ['11 /phases/0/output schema-file']],
  ['an output on another drive', text(template({ phases: [phase({ output: 'C:\\secret\\x.json' })] })), ['11 /phases/0/output schema-file']],
  ['an output in the home folder', text(template({ phases: [phase({ output: '~/x.json' })] })), ['11 /phases/0/output schema-file']],
  ['an output that is a link to outside', text(template({ phases: [phase({ output: 'linked.json' })] })), ['11 /phases/0/output schema-file']],
  ['an output that is a pipe', text(template({ phases: [phase({ output: 'pipe.json' })] })), ['11 /phases/0/output schema-file']],
  ['approval of its own', text(template({ phases: [phase({ approve: 'all', mcp: ['*'] })], baseUrl: 'http://169.254.169.254' })), ['12 /phases/0/approve unknown-key', '13 /phases/0/mcp unknown-key', '18 /baseUrl unknown-key']],
  ['100,000 objects in each other', deep('{"not":', '}'), ['13  too-deep']],
  ['100,000 lists in each other', deep('[', ']'), ['13  too-deep']],
  ['more than two million characters', text(template({ description: 'x'.repeat(2_000_001) })), ['1  too-large']],
  ['UTF-16', Buffer.from(`\uFEFF${text()}`, 'utf16le'), ['1  encoding']],
  ['Latin-1 in the middle', Buffer.from(text(template({ name: 'Pr\u00fcfung' })), 'latin1'), ['3  encoding']],
  ['a byte-order mark', `\uFEFF${text()}`, ['1  encoding']],
  ['a terminal sequence in a key', text().replace('"name"', '"na\\u001b[2Jme"'), ['1 /name shape', '3 /na⟨U+001B⟩[2Jme hidden-text', '3 /na⟨U+001B⟩[2Jme unknown-key']],
  ['an order turned around in a prompt', text(template({ phases: [phase({ prompt: 'Delete \u202Enothing' })] })), ['10 /phases/0/prompt hidden-text']],
  ['orders in tag characters', text(template({ phases: [phase({ prompt: `Go.${String.fromCodePoint(0xe0041, 0xe0042)}` })] })), ['10 /phases/0/prompt hidden-text']],
  ['a zero-width space in a tool name', text(template({ phases: [phase({ tools: ['read_\u200bfile'] })] })), ['13 /phases/0/tools/0 hidden-text', '13 /phases/0/tools/0 unknown-tool']],
  ['half a surrogate pair', text().replace('Evil', '\\ud800'), ['3 /name hidden-text']],
  ['a number beyond all numbers', text().replace('"version": 1', '"version": 1e999'), ['4 /version shape', '4 /version syntax']],
  ['a reference to itself', withSchema({ $ref: '#' }), ['14 /phases/0/output/schema/$ref bad-schema']],
  ['a circle of references', withSchema({ $defs: { a: { $ref: '#/$defs/b' }, b: { anyOf: [{ $ref: '#/$defs/a' }] } }, properties: { x: { $ref: '#/$defs/a' } } }), ['21 /phases/0/output/schema/$defs/b/anyOf/0/$ref bad-schema']],
  ['references that lead nowhere', withSchema({ properties: { x: { $ref: '#/$defs/none' }, y: { $ref: '#anchor' }, z: { $ref: '#/__proto__' } } }), ['16', '19', '22'].map((line, index) => `${line} /phases/0/output/schema/properties/${'xyz'[index]}/$ref bad-schema`)],
  ['references to elsewhere', withSchema({ properties: { x: { $ref: 'file:///etc/passwd' }, y: { $dynamicRef: 'https://evil.example/s' } } }), ['16 /phases/0/output/schema/properties/x/$ref bad-schema', '19 /phases/0/output/schema/properties/y/$dynamicRef bad-schema']],
  ['patterns that never end', withSchema({ properties: { a: { pattern: '^(a+)+$' }, b: { pattern: '^(?:a?){50}a{50}$' } }, patternProperties: { '(x+x+)+y': {}, '^.*.*.*.*z': {} } }), [
    '16 /phases/0/output/schema/properties/a/pattern bad-schema', '19 /phases/0/output/schema/properties/b/pattern bad-schema', '23 /phases/0/output/schema/patternProperties/(x+x+)+y bad-schema', '24 /phases/0/output/schema/patternProperties/^.*.*.*.*z bad-schema',
  ]],
  ['an output with inherited names', text(template({ phases: [phase({ output: '__proto__', tools: ['hasOwnProperty'], model: 'x' })] })), ['11 /phases/0/output unknown-output', '13 /phases/0/tools/0 unknown-tool']],
];

describe('security: templates from elsewhere', () => {
  let folder: string;
  let workspace: string;
  let templates: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'phasegate-templates-'));
    workspace = path.join(folder, 'workspace');
    templates = path.join(workspace, '.phasegate/templates');
    mkdirSync(templates, { recursive: true });
    writeFileSync(path.join(folder, 'secret.json'), '{ "type": "object", "title": "canary-7c1" }');
    symlinkSync(path.join(folder, 'secret.json'), path.join(templates, 'linked.json'));
    execFileSync('mkfifo', [path.join(templates, 'pipe.json')]);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, content, expected] of hostile) {
    it(`says where, and takes nothing: ${name}`, async () => {
      writeFileSync(path.join(templates, 'evil.json'), content);
      const files = await readTemplateFiles([{ source: 'workspace', folder: templates }]);
      const catalog = templateCatalog(files, (file) => ({ resolveFile: schemaFilesBeside(file) }));
      assert.deepEqual(catalog.entries, []);
      const problems = catalog.problems.flatMap((file) => file.problems);
      assert.deepEqual(problems.map(({ line, pointer, code }) => `${line} ${pointer} ${code}`).toSorted(), expected.toSorted());
      for (const { message, column } of problems) assert.ok(message.length > 10 && column >= 1 && !message.includes('canary') && ['\u001b', '\u202e'].every((hidden) => !message.includes(hidden)), message);
      assert.equal(({} as Record<string, unknown>)['isDefault'], undefined);
    });
  }

  it('names a file that is too large or may not be read, and goes on with the others', async () => {
    writeFileSync(path.join(templates, 'huge.json'), '');
    truncateSync(path.join(templates, 'huge.json'), 200_000_000);
    writeFileSync(path.join(templates, 'evil.json'), text());
    const { entries, files } = templateCatalog(await readTemplateFiles([{ source: 'workspace', folder: templates }]));
    assert.deepEqual(entries.map(({ template: { id } }) => id), ['evil']);
    assert.deepEqual(files.map(({ id, status, problems }) => `${id} ${status} ${problems[0]?.message ?? ''}`), ['evil used ', 'huge broken The file has 200,000,000 bytes; at most 8,000,000 are read.']);
  });

  describe('phasegate templates import', () => {
    const user = (): string => path.join(folder, 'user');
    const command = (...args: readonly string[]): Promise<Ended> => phasegate(['templates', ...args, '--workspace', workspace, '--json'], { env: { XDG_DATA_HOME: user() } });
    const everything = (): readonly string[] => readdirSync(folder, { recursive: true }).map(String).toSorted();
    const given = (content: string): string => {
      const file = path.join(folder, 'given.json');
      writeFileSync(file, content);
      return file;
    };

    it('stores nothing of a broken one, and tells every problem with its place', async () => {
      const file = given(text(template({ id: '../x', phases: [phase({ tools: ['rm'], timeoutSeconds: -1 })] })));
      const before = everything();
      const { code, stderr } = await command('import', file, '--to', 'user');
      assert.equal(code, 2);
      for (const place of [':2:8: error at /id', ':13:5: error at /phases/0/tools/0', ':15:22: error at /phases/0/timeoutSeconds']) assert.ok(stderr.includes(place), stderr);
      assert.deepEqual(everything(), before);
    });

    it('says what it asks for, and takes neither its place as default nor its address', async () => {
      const asking = template({ $schema: 'https://evil.example/s', isDefault: true, phases: [phase({ tools: ['run_command', 'write_file'], model: 'openai/gpt-x', autoProceed: true })] });
      const { code, rows } = await command('import', given(text(asking)));
      assert.equal(code, 0);
      const [row] = rows;
      assert.deepEqual(((row?.['powers'] ?? []) as { kind: string }[]).map(({ kind }) => kind), ['files', 'commands', 'model', 'goes-on']);
      const stored = JSON.parse(readFileSync(path.join(templates, 'evil.json'), 'utf8')) as object;
      assert.ok(!('$schema' in stored) && !('isDefault' in stored));
      const { rows: listed } = await command('list');
      assert.deepEqual(listed.filter(({ isDefault }) => isDefault).map(({ id }) => id), ['compound']);
    });

    it('never writes outside of its folder, whatever it is called or leads to', async () => {
      const file = given(text());
      const before = everything();
      for (const id of ['../x', '/tmp/x', 'con', 'A', 'x\u202ey', '']) assert.equal((await command('import', file, `--as=${id}`)).code, 2, id);
      assert.deepEqual(everything(), before);
      const outside = path.join(folder, 'outside');
      mkdirSync(outside);
      rmSync(templates, { recursive: true });
      symlinkSync(outside, templates);
      const { code, stderr } = await command('import', file);
      assert.equal(code, 2);
      assert.match(stderr, /is a link or no folder: nothing was written/);
      assert.deepEqual(readdirSync(outside), []);
    });

    it('never replaces one that is there unless told so, and never through a link', async () => {
      writeFileSync(path.join(templates, 'evil.json'), 'mine');
      const file = given(text());
      assert.match((await command('import', file)).stderr, /already.*--as ID/s);
      assert.equal(readFileSync(path.join(templates, 'evil.json'), 'utf8'), 'mine');
      assert.equal((await command('import', file, '--as', 'linked', '--force')).code, 2);
      assert.match(readFileSync(path.join(folder, 'secret.json'), 'utf8'), /canary/);
      assert.equal((await command('import', file, '--force')).code, 0);
    });

    it('does not wait for pipes, and reads no folder', async () => {
      for (const odd of [path.join(templates, 'pipe.json'), `${templates}/`]) {
        const { code, stderr } = await command('import', odd);
        assert.equal(code, 2);
        assert.match(stderr, /not a file|cannot be read/);
      }
    });

    it('brings schema files along, and asks nobody for what an address names', async () => {
      let asked = 0;
      const server = createServer((_, response) => (asked++, response.end('{}')));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/s.json`;
      try {
        writeFileSync(path.join(folder, 'report.schema.json'), '{ "type": "object", "required": ["risk"] }');
        assert.equal((await command('import', given(text(template({ $schema: address, phases: [phase({ output: 'report.schema.json' })] }))))).code, 0);
        const stored = JSON.parse(readFileSync(path.join(templates, 'evil.json'), 'utf8')) as { phases: { output: unknown }[] };
        assert.deepEqual(stored.phases[0]?.output, { type: 'report', schema: { type: 'object', required: ['risk'] } });
        assert.equal((await command('check', given(withSchema({ $schema: address, properties: { x: { $ref: address } } })))).code, 2);
        assert.equal(asked, 0);
      } finally {
        server.close();
      }
      assert.ok(!existsSync(user()));
    });
  });
});
