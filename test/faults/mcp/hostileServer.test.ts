import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, mcpFixture, type McpFixture, type SourceOptions } from '../../engine/tools/mcp/mcpFixture.ts';

const echo = 'mcp__hostile__echo';

describe('a hostile MCP server', () => {
  let at: McpFixture;
  beforeEach(async () => {
    at = await mcpFixture();
  });
  afterEach(() => at.dispose());

  const said = (fault: string, options?: SourceOptions) => (at.hostile(fault), at.call(echo, { text: 'hi' }, options));

  it('none: it answers', async () => {
    assert.deepEqual(await said('none'), { outcome: 'ok', output: 'got hi' });
  });

  describe('what it sends', () => {
    it('a message without end is cut off, and the program ended', async () => {
      const result = await said('huge-message', { limits: { messageBytes: 3_000_000 } });
      assert.equal(result.outcome, 'error');
      assert.match(result.output, /sent a message of more than 3,000,000 characters\.\n.*Whether the call took effect is unknown/s);
      await gone();
    });

    it('a long answer is shortened for the model and kept whole', async () => {
      const result = await said('huge-answer');
      assert.equal(result.outcome, 'ok');
      assert.ok(result.output.length < 40_000, String(result.output.length));
      assert.equal(result.whole?.length, 'word '.repeat(200_000).length - 1);
    });

    it('lines that are no messages are passed over; too many end it', async () => {
      const source = at.source();
      assert.deepEqual(await said('garbage-lines', { source }), { outcome: 'ok', output: 'got hi' });
      assert.match((await said('garbage-flood', { source })).output, /wrote more than 200,000 characters to its standard output that are no messages/);
      await gone();
    });

    it('noise on its error stream costs nothing', async () => {
      const before = process.memoryUsage().rss;
      assert.deepEqual(await said('error-flood'), { outcome: 'ok', output: 'loud' });
      assert.ok(process.memoryUsage().rss - before < 100_000_000);
    });

    it('a flood of messages ends it', async () => {
      assert.match((await said('message-flood')).output, /sent more than 5000 messages within ten seconds/);
      await gone();
    });

    it('answers to what was not asked are ignored', async () => {
      assert.deepEqual(await said('wrong-ids'), { outcome: 'ok', output: 'right' });
    });

    it('a second answer to one question is ignored, and answers in another order find their questions', async () => {
      const source = at.source();
      assert.equal((await said('answers-twice', { source })).output, 'first');
      assert.equal((await at.call(echo, {}, { source })).output, 'first');
      at.hostile('out-of-order');
      const both = await Promise.all(['one', 'two'].map((text) => at.call(echo, { text }, { source })));
      assert.deepEqual(both.map(({ output }) => output), ['got one', 'got two']);
    });

    it('a hundred megabytes are not kept: the program is ended', async () => {
      const before = process.memoryUsage().rss;
      assert.match((await said('giant-answer')).output, /sent a message of more than 8,000,000 characters/);
      assert.ok(process.memoryUsage().rss - before < 200_000_000);
      await gone();
    });

    it('what is no text is named, and what a link leads to is not read', async () => {
      assert.deepEqual(await said('not-text'), { outcome: 'ok', output: '[image/png, 3,000,000 bytes, not shown]\n[audio/wav, 3 bytes, not shown]\n[resource file:///etc/passwd: passwords⟨U+202E⟩]\n[unknown, 3 bytes, not shown]' });
      assert.equal((await said('unknown-part')).outcome, 'error');
    });

    it('an answer of the wrong form is an error, as is one that says so', async () => {
      assert.equal((await said('wrong-answer')).outcome, 'error');
      assert.deepEqual(await said('error-answer'), { outcome: 'error', output: 'no such thing' });
    });

    it('hidden characters in an answer are made visible', async () => {
      assert.deepEqual(await said('hidden-text'), { outcome: 'ok', output: 'clean⟨U+001B⟩]0;title⟨U+0007⟩ ⟨U+202E⟩text' });
    });

    it('its wishes for model answers, a person\'s input and folders are refused and noted', async () => {
      const result = await said('asks');
      assert.match(result.output, /^refused: ask0 -\d+, ask1 -\d+, ask2 -\d+$/);
      assert.deepEqual(at.warnings.map((text) => /asked for (.*)\. That/.exec(text)?.[1]), ['answers of the model', 'input of the person', 'the folders that are open']);
    });
  });

  describe('when it is silent', () => {
    const limits = { pingMs: 200, callMs: 300, longestCallMs: 600 };

    it('a greeting that never comes is an error, and nothing is left', async () => {
      at.hostile('never-greets');
      const opened = await at.open([echo], { limits: { startMs: 700 } });
      assert.match(opened.ok ? '' : opened.error.message, /was not ready within 0\.7 seconds/);
      assert.equal(!opened.ok && opened.error.kind, 'timeout');
      await gone();
    });

    it('to a newer greeting, it gets the older one without a second start', async () => {
      assert.equal((await said('silent-to-unknown', { limits: { greetingMs: 300 } })).output, 'got hi');
      assert.equal(at.notes().length, 1);
    });

    it('a call ends after its time, whatever progress is reported', async () => {
      const result = await said('silent', { limits });
      assert.equal(result.outcome, 'timeout');
      assert.match(result.output, /did not answer in time\. Whether the call took effect is unknown/);
      assert.equal((await said('progress-flood', { limits })).outcome, 'timeout');
    });

    it('it is started anew when it does not answer a plain question either', async () => {
      const source = at.source({ limits });
      for (const fault of ['silent', 'silent', 'silent-to-ping', 'silent-to-ping']) assert.equal((await said(fault, { source })).outcome, 'timeout');
      assert.equal(at.notes().length, 3);
    });

    it('a call can be stopped', async () => {
      const stop = new AbortController();
      at.hostile('silent');
      const [tool] = await tools(at.source());
      setTimeout(() => stop.abort(), 100);
      assert.equal((await run(tool, stop.signal)).outcome, 'cancelled');
    });

    it('so can the wait for its start', async () => {
      at.hostile('never-greets');
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 100);
      const opened = await at.open([echo], { signal: stop.signal });
      assert.equal(!opened.ok && opened.error.kind, 'cancelled');
    });
  });

  describe('when it dies', () => {
    it('at its start: an error with its last words, keys blacked out', async () => {
      at.hostile('dies-at-start');
      const opened = await at.open([echo]);
      assert.match(opened.ok ? '' : opened.error.message, /^The MCP server "hostile": It ended with exit code 3\./);
      const result = await said('dies-mid-call');
      assert.match(result.output, /ended with exit code 7\.\nIt wrote last:\nout of luck \[redacted\]\nWhether the call took effect is unknown/);
    });

    it('in a call: the call is not repeated, and the next one starts it again', async () => {
      const source = at.source();
      const first = await said('dies-once', { source });
      assert.deepEqual([first.outcome, /exit code 7/.test(first.output)], ['error', true]);
      assert.deepEqual(await at.call(echo, {}, { source }), { outcome: 'ok', output: 'back again' });
      assert.deepEqual(at.health, ['hostile starting', 'hostile running', 'hostile failed', 'hostile starting', 'hostile running']);
      assert.equal(at.notes().length, 2);
    });

    it('again and again: pauses between the starts grow, then it is given up until the next phase', async () => {
      at.hostile('dies-mid-call');
      const source = at.source({ limits: { failures: 2 } });
      const [tool] = await tools(source);
      const call = async () => (await tool?.prepare({}))?.ok;
      assert.equal(await call(), true);
      const outputs: string[] = [];
      for (let times = 0; times < 3; times += 1) outputs.push((await run(tool)).output);
      assert.match(outputs[1] ?? '', /exit code 7/);
      assert.match(outputs[2] ?? '', /failed 2 times in a row and is not started any more/);
      assert.equal(at.notes().length, 2);
      assert.match((await at.call(echo, {}, { source })).output, /exit code 7/);
    });
  });

  describe('what it leaves behind', () => {
    it('children that hide are ended with it', async () => {
      const source = at.source();
      assert.equal((await said('forks-children', { source })).output, 'forked');
      const children = at.notes().filter((line) => line.startsWith('child')).map((line) => Number(line.split(' ')[1]));
      assert.deepEqual(children.map(isAlive), [true, true]);
      await source.close();
      await gone();
    });

    it('one that is told to end does, and a phase that holds it cannot start it again', async () => {
      const source = at.source();
      at.hostile('none');
      const [tool] = await tools(source);
      assert.equal((await run(tool)).outcome, 'ok');
      await source.end('hostile');
      await gone();
      assert.equal((await run(tool)).outcome, 'cancelled');
      assert.equal(at.health.at(-1), 'hostile stopped');
      assert.equal(at.notes().length, 1);
    });

    it('a program that ignores being asked is killed', async () => {
      const source = at.source();
      assert.equal((await said('ignores-end', { source })).output, 'still here');
      await source.close();
      await gone();
    });

    it('one that grows too large is ended', async () => {
      const result = await said('grows', { limits: { memoryBytes: 400_000_000 } });
      assert.match(result.output, /used \d+ MB of memory, more than the 400 MB it may, and was ended/);
      await gone();
    });

    it('one that nobody uses is ended, and starts again for the next call', async () => {
      const source = at.source({ limits: { idleMs: 100 } });
      await said('none', { source });
      await gone();
      assert.equal((await at.call(echo, { text: 'more' }, { source })).output, 'got more');
    });

    it('one that is old is started anew before the next call', async () => {
      const source = at.source({ limits: { ageMs: 1 } });
      await said('none', { source });
      await at.call(echo, {}, { source });
      assert.ok(new Set(at.notes()).size > 1);
    });
  });

  describe('what it sees', () => {
    it('a fixed environment, what its definition gives it, and no keys', async () => {
      process.env['ANTHROPIC_API_KEY'] = 'sk-ant-canary-0123456789';
      try {
        at.hostile('environment');
        const seen = JSON.parse((await at.call(echo, {})).output) as Record<string, string>;
        assert.deepEqual(Object.keys(seen).filter((name) => /KEY|TOKEN|SECRET/.test(name)), []);
        assert.ok(!JSON.stringify(seen).includes('canary'));
        assert.equal(seen['cwd'], at.at.root);
      } finally {
        delete process.env['ANTHROPIC_API_KEY'];
      }
    });
  });

  async function tools(source: ReturnType<McpFixture['source']>) {
    const opened = await at.open([echo], { source });
    assert.ok(opened.ok, JSON.stringify(opened));
    return opened.value;
  }

  async function run(tool: Awaited<ReturnType<typeof tools>>[number] | undefined, signal = new AbortController().signal) {
    const prepared = await tool?.prepare({});
    assert.ok(prepared?.ok);
    const { toolContext } = await import('../../engine/tools/workspaceFixture.ts');
    return prepared.value.run(toolContext, signal);
  }

  /** None of the programs that were started is left, soon. */
  async function gone(): Promise<void> {
    const started = at.notes().map((line) => Number(line.split(' ')[1]));
    assert.ok(started.length > 0);
    for (let waits = 0; waits < 200 && started.some(isAlive); waits += 1) await delay(25);
    assert.deepEqual(started.filter(isAlive), []);
  }
});
