import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { phasegate } from './commandLine.ts';

describe('phasegate schema check', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'phasegate-schema-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function check(schema: string, data: string, ...more: readonly string[]) {
    const [schemaFile, dataFile] = [path.join(folder, 'schema.json'), path.join(folder, 'data.json')];
    writeFileSync(schemaFile, schema);
    writeFileSync(dataFile, data);
    return phasegate(['schema', 'check', '--schema', schemaFile, '--data', dataFile, ...more]);
  }

  it('says that data is valid', async () => {
    const { code, rows } = await check('{"type":"array","items":{"type":"integer"}}', '[1,2]', '--json');
    assert.deepEqual([code, rows], [0, [{ valid: true, issues: [] }]]);
  });

  it('gives every issue with its place', async () => {
    const schema = '{"$defs":{"id":{"pattern":"^[a-z]+$"}},"properties":{"id":{"$ref":"#/$defs/id"}},"required":["name"],"unevaluatedProperties":false}';
    const { code, rows } = await check(schema, '{"id":"A","x":1}', '--json');
    assert.deepEqual([code, rows], [1, [{ valid: false, issues: [
      { pointer: '/name', message: 'is missing' },
      { pointer: '/id', message: 'must match pattern "^[a-z]+$", not "A"' },
      { pointer: '/x', message: 'Unknown key "x"' },
    ] }]]);
    assert.match((await check(schema, '{"id":"A"}')).stdout, /^\/name: is missing\n\/id: .*\n2 issues\.\n$/);
  });

  it('says what is wrong with a schema that cannot be used', async () => {
    const { code, rows } = await check('{"$ref":"https://example.com/a.json"}', '1', '--json');
    assert.equal(code, 2);
    assert.equal(rows[0]?.['valid'], false);
    assert.match(JSON.stringify(rows[0]?.['issues']), /The schema cannot be used: .*nothing is fetched/);
  });

  it('says which file it cannot read', async () => {
    const { code, stderr } = await check('{}', '{"a":', '--json');
    assert.equal(code, 2);
    assert.match(stderr, /data\.json cannot be read as JSON/);
    assert.equal((await phasegate(['schema', 'check', '--schema', 'x'])).code, 2);
  });
});
