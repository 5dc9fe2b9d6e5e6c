import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { cut, type Reply, startFaultServer } from '../servers/faultServer.ts';
import { wires } from '../servers/wire/wires.ts';
import { phasegate, type Place, samplePlace } from './commandLine.ts';

const canary = 'sk-ant-canary-7f3a91c0d2e84b65aa';
/** The key as a server might give it back. */
const echoes: Readonly<Record<string, string>> = {
  plain: canary,
  'in a header’s words': `Authorization: Bearer ${canary}`,
  'in an address': `https://api.example.com/?key=${encodeURIComponent(canary)}`,
  'in Base64': Buffer.from(canary).toString('base64'),
  'between terminal codes': `\u001b[31m${canary}\u001b[0m`,
  'in markup': `<b>bad</b> <i>${canary}</i>`,
};

/** The key is echoed in every way a vendor can fail; afterwards it is nowhere: not in output, database, blobs, recordings or logs. */
describe('a key that a failing vendor echoes', () => {
  let place: Place;
  beforeEach(() => (place = samplePlace()));
  afterEach(() => place.dispose());

  for (const wire of wires) {
    const json = { 'content-type': 'application/json', 'retry-after': '0', [wire.requestIdHeader]: canary };
    const echo = Object.values(echoes).join(' | ');
    const passing: readonly Reply[] = [
      { status: 429, headers: json, body: [wire.error('x', echo)] },
      { status: 503, headers: { ...json, 'content-type': 'text/html' }, body: [`<html><title>${canary}</title>${echo}</html>`] },
      { headers: { 'content-type': 'text/event-stream' }, body: [wire.turn({ text: ['Half an '] })[0] ?? '', `data: ${echo}\n\n`, cut] },
    ];
    const endings: Readonly<Record<string, Reply>> = {
      'a wrong key': { status: 401, headers: json, body: [wire.error('x', echo)] },
      'a bad request in plain text': { status: 400, headers: { 'content-type': 'text/plain' }, body: [echo] },
      'a page instead of an answer': { headers: { 'content-type': `text/html; of=${canary}` }, body: [echo] },
      'a redirect': { status: 307, headers: { location: `https://example.com/?k=${canary}` }, body: [] },
    };
    for (const [title, ending] of Object.entries(endings)) {
      it(`is nowhere after ${title} from ${wire.name}`, async () => {
        const isLong = title === 'a wrong key';
        const server = await startFaultServer(({ index }) => (isLong ? passing[index] : undefined) ?? ending);
        const { code, stdout, stderr } = await phasegate(['run', 'quick-fix', ...place.where, '--goal', 'Make the failing test pass', '--model', wire.reference, '--base-url', server.url, '--json', '--verbose'], { env: { [wire.keyVariable]: canary, DEBUG: '*', NODE_DEBUG: '' } });
        await server.close();

        assert.equal(code, 1, stdout + stderr);
        assert.equal(server.requests.length, isLong ? passing.length + 1 : 1);
        for (const form of [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64')]) {
          assert.ok(!stdout.includes(form) && !stderr.includes(form), `${form} in the output`);
          assert.deepEqual(filesWith(form, place.store), [], form);
        }
      });
    }
  }
});

function filesWith(text: string, folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)).filter((file) => statSync(file).isFile());
  assert.ok(files.length > 0);
  return files.filter((file) => readings(readFileSync(file)).some((reading) => reading.includes(text)));
}

/** The bytes as they are, and as every unpacker that understands them reads them. */
function readings(bytes: Buffer): readonly Buffer[] {
  return [bytes, ...[gunzipSync, inflateSync, inflateRawSync, brotliDecompressSync].flatMap((unpack) => {
    try {
      return [unpack(bytes)];
    } catch {
      return [];
    }
  })];
}
