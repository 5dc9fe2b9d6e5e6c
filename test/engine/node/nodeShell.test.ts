import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeShell, type NodeShellOptions } from '../../../src/engine/node/nodeShell.ts';
import type { ShellCommand, ShellExit } from '../../../src/engine/ports/shell.ts';

describe('nodeShell', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-shell-')));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  interface Extra {
    readonly options?: NodeShellOptions;
    readonly command?: Partial<ShellCommand>;
    readonly onOutput?: (text: string) => void;
    readonly signal?: AbortSignal;
  }

  function run(script: string, { options = {}, command = {}, onOutput = () => undefined, signal = new AbortController().signal }: Extra = {}): Promise<ShellExit> {
    return nodeShell({ graceMs: 200, ...options }).run({ program: { script }, cwd: folder, timeoutMs: 20_000, outputLimitBytes: 1_000_000, title: 'test', ...command }, onOutput, signal);
  }

  it('answers exit code and output of both streams', async () => {
    assert.deepEqual(await run('echo out; echo err >&2; exit 3'), { ending: 'exited', exitCode: 3, output: 'out\nerr\n', totalBytes: 8, isTruncated: false });
  });

  it('runs in the folder it is given', async () => {
    assert.equal((await run('pwd')).output, `${folder}\n`);
  });

  it('runs an argv as it is, without a shell', async () => {
    const exit = await run('', { command: { program: { argv: ['printf', '%s|', '$HOME', '; rm -rf /', '*'] } } });
    assert.equal(exit.output, '$HOME|; rm -rf /|*|');
  });

  it('streams output while the program runs', async () => {
    const pieces: string[] = [];
    await run('echo one; sleep 0.2; echo two', { onOutput: (text) => pieces.push(text) });
    assert.deepEqual(pieces, ['one\n', 'two\n']);
  });

  it('puts a character together that was split between two writes', async () => {
    const exit = await run(String.raw`printf '\303'; sleep 0.1; printf '\244'; printf '\360\237' >&2; sleep 0.1; printf 'x'; sleep 0.1; printf '\230\200' >&2`);
    assert.equal(exit.output, 'äx😀');
  });

  it('keeps beginning and end of long output and counts all of it', async () => {
    const exit = await run('echo START; head -c 5000000 /dev/zero | tr "\\0" x; echo; echo END', { command: { outputLimitBytes: 10_000 } });
    assert.equal(exit.totalBytes, 5_000_011);
    assert.equal(exit.isTruncated, true);
    assert.match(exit.output, /^START\nx+\n… \d+ bytes left out …\nx+\nEND\n$/);
    assert.ok(Buffer.byteLength(exit.output) < 10_100);
  });

  it('gives the program nothing to read', async () => {
    assert.equal((await run('cat; echo "end of input"')).output, 'end of input\n');
  });

  it('says which program is missing, and which folder', async () => {
    const missing = await run('', { command: { program: { argv: ['no-such-program-anywhere'] } } });
    assert.deepEqual([missing.ending, missing.exitCode, missing.problem], ['not-started', null, 'The program "no-such-program-anywhere" was not found.']);
    const noFolder = await run('true', { command: { cwd: join(folder, 'gone') } });
    assert.deepEqual([noFolder.ending, noFolder.problem], ['not-started', `The folder ${folder}/gone does not exist.`]);
  });

  it('never takes a program from the folder it runs in', async () => {
    mkdirSync(join(folder, 'bin'));
    for (const name of ['evil-tool', 'bin/evil-tool']) writeFileSync(join(folder, name), '#!/bin/sh\necho evil', { mode: 0o755 });
    const environment = { PATH: `.:bin::${process.env.PATH}` };
    for (const name of ['evil-tool', './evil-tool']) assert.equal((await run('', { options: { environment }, command: { program: { argv: [name] } } })).ending, 'not-started');
    assert.equal((await run('evil-tool', { options: { environment } })).exitCode, 127);
  });

  it('names the signal that ended the program', async () => {
    const exit = await run('kill -SEGV $$');
    assert.deepEqual([exit.ending, exit.exitCode, exit.problem], ['exited', null, 'It was ended by the signal SIGSEGV.']);
  });

  it('does not start when it was cancelled before', async () => {
    writeFileSync(join(folder, 'marker'), 'old');
    assert.equal((await run('echo new > marker', { signal: AbortSignal.abort() })).ending, 'cancelled');
    assert.equal((await run('cat marker')).output, 'old');
  });

  it('ends a program that takes too long, and keeps what it wrote', async () => {
    const exit = await run('echo before; sleep 60', { command: { timeoutMs: 200 } });
    assert.deepEqual([exit.ending, exit.exitCode, exit.output], ['timeout', null, 'before\n']);
  });

  it('lets a program that is asked to end say goodbye', async () => {
    const exit = await run('trap "echo goodbye; exit 0" TERM; echo ready; while :; do sleep 0.02; done', { options: { graceMs: 5_000 }, command: { timeoutMs: 300 } });
    assert.match(exit.output, /^ready\n(?:Terminated\n)?goodbye\n$/);
    assert.equal(exit.ending, 'timeout');
  });
});
