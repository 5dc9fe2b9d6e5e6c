import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type FaultServer, type Reply, startFaultServer } from '../servers/faultServer.ts';
import { chatWire } from '../servers/wire/chatWire.ts';
import { responsesWire } from '../servers/wire/responsesWire.ts';
import type { Wire, WireCall } from '../servers/wire/wire.ts';
import { wires } from '../servers/wire/wires.ts';
import { type Ended, phasegate, type Place, samplePlace } from './commandLine.ts';

const canary = 'sk-canary-0123456789abcdef0123456789';
const signature = 'c2lnbmVkLXRob3VnaHQ=';

interface Step {
  readonly name: string;
  readonly input: object;
}

const decisions = {
  summary: 'The comparison excludes the threshold itself.', context: 'src/discount.js compares with > where the README says "from".',
  decisions: [{ id: 'D1', title: 'Compare with >=', decision: 'Use >= in discountPercent.', rationale: 'The README says from.', alternatives: [{ option: 'Lower the minimums', whyNot: 'Hides the meaning.' }] }],
  constraints: [], openQuestions: [],
};
const changes = { summary: 'The threshold counts now.', status: 'done', changes: [{ path: 'src/discount.js', kind: 'modified', summary: 'Compares with >=.' }], commands: [], followUps: [] };
const evaluation = { summary: 'The fault is gone.', verdict: 'pass', criteria: [{ id: 'C1', name: 'Gone', status: 'pass', evidence: 'src/discount.js:12 compares with >=.' }], recommendations: [] };

/** What the model does in each phase of `quick-fix`, known by its prompt: one or two calls, then the artifact. */
const phases: readonly (readonly [mark: string, steps: readonly (readonly Step[])[]])[] = [
  ['Find the cause.', [[{ name: 'read_file', input: { path: 'src/discount.js' } }, { name: 'read_file', input: { path: 'README.md' } }], [{ name: 'submit_artifact', input: decisions }]]],
  ['Carry it out.', [[{ name: 'read_file', input: { path: 'src/discount.js' } }], [{ name: 'edit_file', input: { path: 'src/discount.js', edits: [{ oldText: 'quantity > minimum', newText: 'quantity >= minimum' }] } }], [{ name: 'submit_artifact', input: changes }]]],
  ['check it without believing', [[{ name: 'read_file', input: { path: 'src/discount.js' } }], [{ name: 'submit_artifact', input: evaluation }]]],
];

/** Answers as the model would, over one protocol. */
function answer(wire: Wire, body: unknown): readonly string[] {
  const text = JSON.stringify(body);
  const [, steps = []] = phases.findLast(([mark]) => text.includes(mark)) ?? [];
  const results = text.split(wire.resultMark).length - 1;
  let done = 0;
  const step = steps.find((calls) => (done += calls.length) > results) ?? [];
  const calls = step.map(({ name, input }, index): WireCall => ({ id: `call_${results}_${index}`, name, json: [JSON.stringify(input)] }));
  return wire.turn({ text: ['Working.'], calls, signature });
}

/** The whole program against each vendor's protocol on loopback. */
describe('phasegate run quick-fix over every protocol', () => {
  let place: Place;
  beforeEach(() => (place = samplePlace()));
  afterEach(() => place.dispose());

  for (const wire of wires) {
    it(`completes over ${wire.name}`, async () => {
      const { ended, server } = await run(wire, ({ body }) => ({ body: answer(wire, body) }));

      assert.equal(ended.code, 0, ended.stdout.slice(-2_000) + ended.stderr);
      assert.match(readFileSync(path.join(place.workspace, 'src/discount.js'), 'utf8'), /quantity >= minimum/);
      const { usage } = ended.rows.at(-1) as { usage: { inputTokens: number; outputTokens: number } };
      assert.deepEqual([usage.inputTokens, usage.outputTokens], [12 * 7, 7 * 7]);
      const noted = ended.stderr.split('\n').filter((line) => line.startsWith('info: ') && line.includes('in words only'));
      assert.equal(noted.length, { 'Google Gemini': 3, 'OpenAI Chat Completions': 3 }[wire.name] ?? 0, ended.stderr);
      assert.ok(server.requests.some(({ body }) => JSON.stringify(body).includes(signature)), 'reasoning was not sent back');
      assert.ok(server.requests.every(({ headers }) => JSON.stringify(headers).includes(canary)), 'the key did not reach the vendor');
      assert.equal(spawnSync('grep', ['-rl', canary, place.store], { encoding: 'utf8' }).stdout, '');
      assert.ok(!ended.stdout.includes(canary) && !ended.stderr.includes(canary));
    });

    it(`tells a wrong key over ${wire.name}`, async () => {
      const [status, name] = wire.statuses.find(([, , kind]) => kind === 'auth') ?? [401, 'x'];
      const { ended } = await run(wire, () => ({ status, headers: { 'content-type': 'application/json' }, body: [wire.error(name, `bad key ${canary}`)] }));

      assert.equal(ended.code, 1);
      const { phases: rows } = ended.rows.at(-1) as { phases: readonly { failure?: { kind: string; message: string } }[] };
      assert.equal(rows[0]?.failure?.kind, 'auth');
      assert.match(rows[0]?.failure?.message ?? '', new RegExp(wire.keyVariable));
      assert.ok(!ended.stdout.includes(canary) && !ended.stderr.includes(canary));
    });
  }

  it('completes with the provider openai at a server that only knows Chat Completions', async () => {
    const { ended } = await run(responsesWire, ({ path: asked, body }) => (asked.endsWith('/chat/completions') ? { body: answer(chatWire, body) } : { status: 404, headers: {}, body: [] }));

    assert.equal(ended.code, 0, ended.stderr);
  });

  async function run(wire: Wire, reply: (request: { readonly path: string; readonly body: unknown }) => Reply): Promise<{ readonly ended: Ended; readonly server: FaultServer }> {
    const server = await startFaultServer(reply);
    try {
      const args = ['run', 'quick-fix', ...place.where, '--goal', 'Make the failing test pass', '--model', wire.reference, '--base-url', server.url, '--approve', 'edits', '--json', '--verbose'];
      return { ended: await phasegate(args, { env: { [wire.keyVariable]: canary } }), server };
    } finally {
      await server.close();
    }
  }
});
