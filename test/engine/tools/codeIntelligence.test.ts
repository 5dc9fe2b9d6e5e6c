import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { ExecutionId } from '../../../src/engine/model/ids.ts';
import type { CodeDiagnostic, CodeSymbol } from '../../../src/engine/ports/codeIntelligence.ts';
import { type Fixture, workspaceFixture } from './workspaceFixture.ts';

/** A language server whose words the test sets; the real ones are tried in the editor's own suite. */
class Server {
  said: readonly CodeDiagnostic[] = [];
  known: readonly CodeSymbol[] = [];
  readonly opened: (string | null)[] = [];
  diagnostics(opened: string | null): Promise<readonly CodeDiagnostic[]> {
    this.opened.push(opened);
    return Promise.resolve(this.said);
  }
  symbols(query: string): Promise<readonly CodeSymbol[]> {
    return Promise.resolve(this.known.filter(({ name }) => name.startsWith(query)));
  }
}

describe('diagnostics and symbols', () => {
  let at: Fixture;
  let server: Server;

  beforeEach(async () => {
    server = new Server();
    at = await workspaceFixture({ codeIntelligence: server });
    for (const name of ['a.ts', 'b.ts', '.env']) at.write(name, 'x');
  });

  afterEach(() => at.dispose());

  const problem = (file: string, change: Partial<CodeDiagnostic> = {}): CodeDiagnostic => ({ path: join(at.root, file), line: 3, column: 5, severity: 'error', message: `wrong in ${file}`, source: 'ts', ...change });

  it('names errors and warnings by place, in the order of files and lines', async () => {
    server.said = [problem('b.ts', { severity: 'warning', source: null }), problem('a.ts', { line: 9 }), problem('a.ts'), problem('a.ts', { severity: 'hint', message: 'unused' })];
    const { outcome, output } = await at.call('diagnostics', {});
    assert.equal(outcome, 'ok');
    assert.deepEqual(output.split('\n'), ['2 errors, 1 warning.', 'a.ts:3:5 error ts: wrong in a.ts', 'a.ts:9:5 error ts: wrong in a.ts', 'b.ts:3:5 warning: wrong in b.ts']);
    assert.match((await at.call('diagnostics', { all: true })).output, /1 hint\.[^]*hint ts: unused/);
  });

  it('opens the file that is asked for, and tells of it alone', async () => {
    server.said = [problem('a.ts'), problem('b.ts')];
    const { output } = await at.call('diagnostics', { path: 'b.ts' });
    assert.deepEqual(server.opened, [join(at.root, 'b.ts')]);
    assert.ok(output.includes('b.ts:3:5') && !output.includes('a.ts:3:5'), output);
  });

  it('marks what is new in a file since the first look of a phase, wherever its lines went', async () => {
    const look = async (path: string, execution = 'execution-1'): Promise<string> => (await at.call('diagnostics', { path }, { execution: execution as ExecutionId })).output;
    server.said = [problem('a.ts'), problem('a.ts', { message: 'mended soon' }), problem('b.ts')];
    assert.doesNotMatch(await look('a.ts'), /Since/);
    server.said = [problem('a.ts', { line: 70 }), problem('a.ts', { message: 'another' })];
    const output = await look('a.ts');
    assert.match(output, /1 new \(marked \+\), 1 gone/);
    assert.match(output, /^\+ a\.ts:3:5 error ts: another$/m);
    assert.match(output, /^a\.ts:70:5 error/m);
    assert.doesNotMatch(await look('b.ts') + (await look('a.ts', 'execution-2')), /Since/);
  });

  it('keeps silent of files outside the workspace and of secrets', async () => {
    server.said = [problem('.env', { message: 'KEY=1234' }), { ...problem('a.ts'), path: join(at.outside, 'x.ts'), message: 'elsewhere' }];
    server.known = [{ name: 'secret', kind: 'constant', container: null, path: join(at.outside, 'x.ts'), line: 1 }];
    assert.equal((await at.call('diagnostics', {})).output, '0 errors, 0 warnings.');
    assert.match((await at.call('find_symbol', { query: 'secret' })).output, /no symbol like "secret"/);
    assert.equal((await at.call('diagnostics', { path: '../outside/x.ts' })).outcome, 'denied');
  });

  it('shortens what is long, and keeps each problem on one line without hidden characters', async () => {
    server.said = [...Array.from({ length: 250 }, (_, index) => problem('a.ts', { line: index + 1 })), problem('b.ts', { message: `one\n  two\u202E${'x'.repeat(2_000)}` })];
    const { output } = await at.call('diagnostics', {});
    assert.match(output, /… and 51 more/);
    const long = (await at.call('diagnostics', { path: 'b.ts' })).output.split('\n').at(-1) ?? '';
    assert.ok(long.includes('one · two') && !long.includes('\u202E') && long.length < 600, long);
  });

  it('says where symbols are declared', async () => {
    server.known = [{ name: 'parseArgs', kind: 'function', container: 'cli', path: join(at.root, 'a.ts'), line: 12 }, { name: 'parse', kind: 'class', container: null, path: join(at.root, 'b.ts'), line: 1 }, { name: 'other', kind: 'class', container: null, path: join(at.root, 'b.ts'), line: 2 }];
    assert.deepEqual(await at.call('find_symbol', { query: 'parse' }), { outcome: 'ok', output: 'a.ts:12 function parseArgs in cli\nb.ts:1 class parse' });
  });

  it('says what to do instead where no editor is', async () => {
    const bare = await workspaceFixture();
    assert.match((await bare.call('diagnostics', {})).output, /no editor.*run_command/);
    assert.match((await bare.call('find_symbol', { query: 'x' })).output, /no editor.*search_text/);
    bare.dispose();
  });
});
