import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Ended, phasegate, type Place, samplePlace } from './commandLine.ts';

describe('the built-in templates with rehearsal', () => {
  let place: Place;
  beforeEach(() => (place = samplePlace()));
  afterEach(() => place.dispose());

  const run = (template: string, ...args: readonly string[]): Promise<Ended> =>
    phasegate(['run', template, ...place.where, '--goal', 'Make the failing test pass', '--model', 'rehearsal', '--approve', 'all', '--json', ...args]);

  const git = (...args: readonly string[]): string => execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: place.workspace, encoding: 'utf8' });

  const edit = (file: string, change: (text: string) => string): void => {
    const at = path.join(place.workspace, file);
    writeFileSync(at, change(readFileSync(at, 'utf8')));
  };

  async function artifactsOf(ended: Ended): Promise<Readonly<Record<string, Artifact>>> {
    const { rows } = await phasegate(['artifacts', runIdOf(ended), '--store', place.store, '--json']);
    return Object.fromEntries(rows.filter(({ iteration }) => iteration === null).map(({ phase, data }) => [String(phase), data as Artifact]));
  }

  it('feature: builds what it specified, verifies each requirement, and mends nothing where all is well', async () => {
    const ended = await run('feature');
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(statusesOf(ended), { spec: 'completed', plan: 'completed', build: 'completed', verify: 'completed', mend: 'skipped', retro: 'completed' });
    const reviewers = (ended.rows.at(-1) as { phases: { id: string; reviews?: { decision: string; reviewers: { status: string }[] }[] }[] }).phases.find(({ id }) => id === 'plan')?.reviews;
    assert.deepEqual(reviewers?.map(({ decision, reviewers: seats }) => [decision, ...seats.map(({ status }) => status)]), [['passed', 'reviewed', 'reviewed']]);
    const { spec, plan, verify, retro } = await artifactsOf(ended);
    const requirements = spec?.requirements?.map(({ id }) => id) ?? [];
    assert.ok(requirements.length >= 2);
    for (const id of requirements) {
      assert.ok(plan?.items?.some(({ description }) => description?.includes(id)), `a task carries out ${id}`);
      assert.ok(verify?.criteria?.some(({ name, status }) => name?.startsWith(id) && status === 'pass'), `${id} is verified`);
    }
    assert.match(JSON.stringify(retro?.metrics), /14 passing, 1 failing.*15 passing, 0 failing/);
    assert.match(readFileSync(path.join(place.workspace, 'src/discount.js'), 'utf8'), /quantity >= minimum/);
  });

  it('feature: tries three times to mend what verification found to fail, then asks the person', async () => {
    for (const folder of ['src', 'test']) rmSync(path.join(place.workspace, folder), { recursive: true });
    writeFileSync(path.join(place.workspace, 'name.js'), "export const name = () => 'Ada';\n");
    writeFileSync(path.join(place.workspace, 'name.test.js'), "import test from 'node:test';\nimport { name } from './name.js';\ntest('name', () => { if (name() !== 'Grace') throw new Error(name()); });\n");
    const ended = await run('feature');
    assert.equal(ended.code, 1, ended.stderr);
    const { verify, mend } = statusesOf(ended);
    assert.deepEqual([verify, mend], ['completed', 'failed']);
    assert.equal(ended.rows.filter(({ type, phase }) => type === 'iteration-completed' && phase === 'mend').length, 3);
    const skipped = await phasegate(['skip', runIdOf(ended), 'mend', '--store', place.store, '--approve', 'all', '--json']);
    assert.equal(statusesOf(skipped)['retro'], 'completed', skipped.stderr);
  });

  it('review-only: reviews what is not committed, side by side, and changes nothing', async () => {
    git('init', '-q', '-b', 'main');
    git('add', '--all');
    git('commit', '-qm', 'First');
    edit('src/discount.js', (text) => text.replace('quantity > minimum', 'quantity >= minimum'));
    writeFileSync(path.join(place.workspace, 'src/currency.js'), "export const currency = 'EUR';\n");
    const before = [git('status', '--short'), git('diff'), git('rev-parse', 'HEAD')];
    const ended = await run('review-only');
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual([git('status', '--short'), git('diff'), git('rev-parse', 'HEAD')], before);
    assert.equal(mostAtOnce(ended), 4);
    const { changes, tests, synthesis } = await artifactsOf(ended);
    assert.deepEqual(changes?.changes?.map(({ path: file, kind }) => `${kind} ${file}`), ['modified src/discount.js', 'added src/currency.js']);
    assert.match(JSON.stringify(tests?.findings), /"pointer":"\/changes\/1".*src\/currency\.js/);
    assert.ok((synthesis?.findings ?? []).some(({ pointer }) => pointer === '/changes/0'));
  });

  it('review-only: reviews what a branch did since it left its base', async () => {
    git('init', '-q', '-b', 'main');
    git('add', '--all');
    git('commit', '-qm', 'First');
    git('switch', '-q', '-c', 'work');
    edit('src/tax.js', (text) => `${text}\nexport const reducedRate = 10;\n`);
    git('commit', '-qam', 'A rate of its own');
    const ended = await run('review-only', '--input', 'base=main');
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual((await artifactsOf(ended))['changes']?.changes?.map(({ path: file }) => file), ['src/tax.js']);
  });

  it('review-only: without a repository it says so, and reviews the files as they stand', async () => {
    const before = readdirSync(place.workspace, { recursive: true });
    const ended = await run('review-only');
    assert.equal(ended.code, 0, ended.stderr);
    const { changes, synthesis } = await artifactsOf(ended);
    assert.deepEqual([changes?.status, changes?.changes], ['blocked', []]);
    assert.match(changes?.followUps?.join(' ') ?? '', /no Git repository.*src\/discount\.js is reviewed as it stands/s);
    assert.match(JSON.stringify(synthesis?.findings), /src\/discount\.js:\d+/);
    assert.deepEqual(readdirSync(place.workspace, { recursive: true }), before);
  });

  it('review-only: refuses a base that is no name', async () => {
    const ended = await run('review-only', '--input', 'base=');
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /--input base/);
  });

  it('spec-first: asks, and takes the answer through specification and challenge to tasks', async () => {
    const first = await run('spec-first');
    assert.equal(first.code, 3, first.stderr);
    const ended = await phasegate(['answer', runIdOf(first), 'Cover it with tests first', '--store', place.store, '--json']);
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(statusesOf(ended), { interview: 'completed', spec: 'completed', challenge: 'completed', revise: 'skipped', tasks: 'completed' });
    const { interview, challenge, tasks } = await artifactsOf(ended);
    const [decision] = interview?.decisions ?? [];
    assert.match(decision?.decision ?? '', /Cover it with tests first/);
    assert.ok((decision?.alternatives ?? []).every(({ option }) => option !== 'Cover it with tests first'));
    assert.ok((challenge?.findings ?? []).every(({ pointer }) => pointer?.startsWith('/requirements/')));
    assert.ok((tasks?.items ?? []).length > 0 && tasks?.items?.every(({ description }) => description !== undefined && description.length > 40));
  });
});

interface Entry {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly status?: string;
  readonly path?: string;
  readonly kind?: string;
  readonly pointer?: string;
  readonly decision?: string;
  readonly alternatives?: readonly { readonly option: string }[];
}

/** The fields of built-in artifacts that these tests look at. */
type Artifact = { readonly status?: string; readonly followUps?: readonly string[]; readonly metrics?: unknown } & Readonly<Partial<Record<'requirements' | 'items' | 'criteria' | 'changes' | 'findings' | 'decisions', readonly Entry[]>>>;

function runIdOf({ rows }: Ended): string {
  return (rows.at(-1) as { runId: string }).runId;
}

function statusesOf({ rows }: Ended): Readonly<Record<string, string>> {
  return Object.fromEntries((rows.at(-1) as { phases: { id: string; status: string }[] }).phases.map(({ id, status }) => [id, status]));
}

function mostAtOnce({ rows }: Ended): number {
  let [open, most] = [0, 0];
  for (const { type } of rows) {
    if (type === 'phase-started') most = Math.max(most, ++open);
    if (type === 'phase-completed') open -= 1;
  }
  return most;
}
