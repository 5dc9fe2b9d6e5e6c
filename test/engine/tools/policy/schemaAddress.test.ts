import assert from 'node:assert/strict';
import { schemaAddressConsent } from '../../../../src/engine/tools/policy/schemaAddress.ts';

const evil = 'https://evil.example/?told=secret';

describe('a schema named by an address', () => {
  for (const [path, text] of [
    ['a.json', `{"$schema":"${evil}"}`],
    ['a.json', `{"\\u0024schema":"${evil}"}`],
    ['a.json', `{"$\\u0073chema":"\\u0068ttps:\\/\\/evil.example\\/?told=secret"}`],
    ['.swcrc', `// settings\n{ "$schema" /* which */ :\n "${evil}" }`],
    ['a.json', '{"$schema":"//evil.example/share"}'],
    ['a.json', '{"$schema":"file://evil.example/share"}'],
    ['deep/a.yaml', `# yaml-language-server: $schema=${evil}\na: 1\n`],
    ['a.yml', `"\\x24schema": "${evil}"\n`],
    ['a.toml', `#:schema ${evil}\na = 1\n`],
    ['a.xml', `<a xsi:noNamespaceSchemaLocation="${evil}"/>`],
    ['a.xml', `<?xml-model href="${evil}"?><a/>`],
    ['a.svg', `<!DOCTYPE svg SYSTEM "${evil}"><svg/>`],
    ['a.json', '{"$schema":"https://json.schemastore.org.evil.example/x"}'],
    ['a.json', '{"$schema":"https://json-schema.org/draft?told=secret"}'],
  ] as const) it(`asks: ${path} ${JSON.stringify(text)}`, () => assert.match(schemaAddressConsent(path, { before: null, after: text }) ?? '', /names a schema at .*a request there/));

  it('shows the address, which may be long', () => {
    const reason = schemaAddressConsent('a.json', { before: null, after: `{"$schema":"${evil}${'x'.repeat(900)}"}` }) ?? '';
    assert.ok(reason.includes(evil) && reason.length < 320, reason);
  });

  for (const [path, before, after] of [
    ['tsconfig.json', null, '{"$schema":"https://json.schemastore.org/tsconfig"}'],
    ['a.schema.json', null, '{"$schema":"https://json-schema.org/draft/2020-12/schema"}'],
    ['a.svg', null, '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg/>'],
    ['package.json', null, '{"repository":"https://git.example/a"}'],
    ['a.json', null, '{"$schema":"./own.schema.json"}'],
    ['src/a.ts', null, `const text = '{"$schema":"${evil}"}';`],
    ['README.md', null, `{"$schema":"${evil}"}`],
    ['a.json', `{"$schema":"${evil}","a":1}`, `{"$schema":"${evil}","a":2}`],
  ] as const) it(`does not ask: ${path} ${JSON.stringify(after)}`, () => assert.equal(schemaAddressConsent(path, { before, after }), null));

  it('asks where an address that was there becomes one of a schema', () => {
    assert.notEqual(schemaAddressConsent('a.json', { before: `{"a":"${evil}"}`, after: `{"$schema":"${evil}"}` }), null);
  });

  it('gets through five megabytes of hostile text', () => {
    for (const part of ['a', '://', '"//', '\\u', 'a://']) assert.notEqual(schemaAddressConsent('a.json', { before: part.repeat(1_000_000), after: `{"$schema":"${evil}"}${part.repeat(1_000_000)}` }), null);
  });
});
