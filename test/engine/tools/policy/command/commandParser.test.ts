import assert from 'node:assert/strict';
import { commandParser } from '../../../../../src/engine/tools/policy/command/commandParser.ts';
import { plainCommand } from '../../../../../src/engine/tools/policy/command/plainCommand.ts';
import { parser, parserFiles } from './parser.ts';

async function read(script: string): Promise<readonly string[] | string> {
  const parsed = await parser.parse(script);
  const plain = parsed.ok ? plainCommand(parsed.value) : parsed;
  return plain.ok ? plain.value : plain.error;
}

describe('the command parser', () => {
  it('gives words as the program gets them', async () => {
    assert.deepEqual(await read('git log -3'), ['git', 'log', '-3']);
    assert.deepEqual(await read("git log --format='%h  %s' \"a 'b'\" ''"), ['git', 'log', '--format=%h  %s', "a 'b'", '']);
    assert.deepEqual(await read('x a"b c"\'d\'e'), ['x', 'ab cde']);
    assert.deepEqual(await read("grep '$(x) `y` \\ * > | ; & #' f"), ['grep', '$(x) `y` \\ * > | ; & #', 'f']);
  });

  it('says why it does not understand', async () => {
    const reasons: Readonly<Record<string, RegExp>> = {
      'a; b': /more than one command/, 'a | b': /pipes/, 'a > b': /redirects/, 'a $(b)': /inside another/, 'a $b': /expands/, 'A=1 b': /sets variables/, 'a\nb': /line/, 'a # b': /comment/, 'if a; then b; fi': /script/, 'a *': /wildcards/, 'a "': /syntax/, 'a <<< b': /feeds/, '': /empty/, 'ä': /ASCII/, 'a\u0007': /control/,
    };
    for (const [script, reason] of Object.entries(reasons)) assert.match(String(await read(script)), reason, script);
  });

  it('does not read what is too long, too deep, or too much', async () => {
    for (const script of ['x'.repeat(9_000), `${'$('.repeat(200)}x${')'.repeat(200)}`, ':;'.repeat(3_900)]) assert.equal((await parser.parse(script)).ok, false);
  });

  it('answers with an error when it cannot be loaded, and recovers', async () => {
    const broken = commandParser({ ...parserFiles, grammar: '/nowhere/grammar.wasm' });
    const parsed = await broken.parse('ls');
    assert.equal(parsed.ok, false);
    assert.match(parsed.ok ? '' : parsed.error, /command parser failed/);
    assert.equal((await parser.parse('ls')).ok, true);
  });
});
