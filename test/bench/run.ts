import { measureActivation } from './activation.ts';
import { measureCaching } from './caching.ts';
import { measureChain } from './chain.ts';
import { measureConcurrent } from './concurrent.ts';
import { measureSize } from './extensionSize.ts';
import { measureFan } from './fan.ts';
import { measureFirstToken } from './firstToken.ts';
import { measureHistory } from './history.ts';
import { measurePermission } from './permission.ts';
import { measureReading } from './reading.ts';
import { measureResume } from './resume.ts';
import { measureSearch, measureWideCommand } from './search.ts';
import { measureSnapshots } from './snapshots.ts';
import { measureStorage } from './storage.ts';
import { measureStreaming } from './streaming.ts';

/** One line of the table: what it is, what it should be, as text. Nothing is asserted here: a busy machine makes any time long. */
type Figure = readonly [what: string, value: number | string, aim?: string];

/** Each part by its name: `npm run bench -- resume history`. */
const parts: Readonly<Record<string, () => Promise<readonly Figure[]> | readonly Figure[]>> = {
  async chain() {
    const chain = await measureChain(1_000);
    return [
      ['chain of 1,000 phases: fsyncs per transition', chain.fsyncsPerTransition, '≤ 1.1'],
      ['transitions per second', chain.transitionsPerSecond],
      ['raw append + fdatasync per second, in turns', chain.rawPerSecond],
      ['transitions / raw appends', chain.ratioToRaw, '≥ 0.4'],
      ['last 100 transitions / first 100', chain.growth, '≈ 1'],
    ];
  },
  async fan() {
    const fan = await measureFan(100);
    return [
      ['1 → 100 → 1: commits of the whole run', fan.commits, 'as few as ticks'],
      ['fsyncs', fan.fsyncs, 'one per commit'],
      ['milliseconds', fan.totalMs],
    ];
  },
  async storage() {
    const storage = await measureStorage(1_000);
    return [
      ['store alone: fsyncs per commit', storage.fsyncsPerCommit, '1'],
      ['commits / raw appends', storage.ratioToRaw, '≥ 0.4'],
      ['last tenth / first tenth of the history', storage.growth, '≈ 1'],
    ];
  },
  async permission() {
    const permission = await measurePermission(100);
    return [
      ['permission for a path, ms, median', permission.pathP50Ms],
      ['for a path, ms, p99', permission.pathP99Ms, '< 1'],
      ['for a command, ms, median', permission.commandP50Ms],
      ['for a command, ms, p99', permission.commandP99Ms, '< 5'],
    ];
  },
  async search() {
    const search = await measureSearch(50_000);
    const wide = await measureWideCommand(1_000);
    return [
      ['50,000 files: first line of a search, ms', search.firstMs, '< 300'],
      ['the same / ripgrep alone', search.firstMs / search.ripgrepFirstMs],
      ['all of it (500 lines), ms', search.totalMs],
      ['300 names, ms', search.namesMs],
      ['without ripgrep: first line, ms', search.withoutRipgrepFirstMs],
      ['permission for a grep through 1,000 files, ms, median', wide.p50Ms],
      ['p99', wide.p99Ms, '< 5'],
    ];
  },
  async reading() {
    const reading = await measureReading(100);
    return [
      [`${reading.files} files of 60 KB read in one turn: longest wait of anything else, ms`, reading.longestWaitMs, '< 20'],
      ['wait, ms, p99', reading.p99WaitMs],
      ['milliseconds', reading.totalMs],
      ['the same / reading them and nothing else', reading.totalMs / reading.rawMs],
    ];
  },
  async history() {
    const history = await measureHistory(100_000);
    return [
      [`${history.toolCalls} tool calls stored: commit / raw append before`, history.emptyToRaw],
      ['commit / raw append after', history.fullToRaw],
      ['after / before', history.growth, '≈ 1'],
      ['opening, ms', history.openMs],
      ['closing with a good copy, ms', history.closeMs],
      [`slowest question of the views (${history.slowestQuery}), ms`, history.slowestQueryMs, '< 50, aim < 5'],
    ];
  },
  async resume() {
    await measureResume(200);
    const resume = await measureResume(200);
    return [
      [`resume after ${resume.turns} turns, to the next request, ms`, resume.resumeMs, '< 200'],
      ['of that computed, ms', resume.computedMs],
      ['opening store and engine before it, ms', resume.openMs],
    ];
  },
  async snapshots() {
    const snapshots = await measureSnapshots(5_000, 50);
    return [
      ['5,000 files: first snapshot, ms', snapshots.firstMs],
      ['snapshot when nothing changed, ms', snapshots.unchangedMs, '< 150'],
      ['the same / git status', snapshots.unchangedToStatus],
      ['preview of 50 changed, ms', snapshots.previewMs],
      ['rollback of 50 changed, ms', snapshots.restoreMs, '< 1,000'],
      ['the same / writing, forcing and renaming 50 files', snapshots.restoreToRaw],
    ];
  },
  concurrent() {
    const concurrent = measureConcurrent(100);
    return [
      [`${concurrent.runs} rehearsal runs at once: completed`, concurrent.completed, '100'],
      ['peak memory of the process, MB', concurrent.peakMegabytes, '≤ 512'],
      ['the same without a run, MB', concurrent.idleMegabytes],
      ['seconds', concurrent.totalMs / 1_000],
    ];
  },
  activation() {
    const activation = measureActivation();
    return [
      ['activation, ms', activation.activationMs, '< 50'],
      ['loaded for it, KB', activation.loadedKilobytes],
      ['files loaded', activation.loaded.length],
    ];
  },
  async caching() {
    const caching = await measureCaching();
    return [
      ['phase of 60 turns: input billed with caching / without', caching.cached, '≤ 0.3'],
      ['with compaction / without', caching.compacted, '< 1'],
      ['with both / with neither', caching.both, '≤ 0.3'],
      ['share of the input that a cache serves', caching.hitRate, '≥ 0.8'],
    ];
  },
  async streaming() {
    const streaming = await measureStreaming();
    return [
      ...Object.entries(streaming.microseconds).map(([name, value]): Figure => [`${name}: processor microseconds per piece of text`, value, '< 50']),
      ['heap after an answer of 40,000 pieces / of 10,000', streaming.heapGrowth, '≈ 1'],
    ];
  },
  async 'first-token'() {
    const token = await measureFirstToken();
    return [
      [`${token.turns} turns in VS Code: bytes of the first words → in the panel, ms, median`, token.firstP50Ms, '< 50'],
      ['the same, p90', token.firstP90Ms, '< 50'],
      ['at worst', token.firstMaxMs],
      ['words that follow, median', token.laterP50Ms],
      ['the same, p90', token.laterP90Ms],
    ];
  },
  size() {
    const size = measureSize();
    return [['the packaged extension, MB', size.vsixMegabytes], ['files in it', size.files]];
  },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(name);
  for (const [what, value, aim = ''] of await measure()) console.log(`  ${what.padEnd(72)} ${(typeof value === 'number' ? value.toFixed(2) : value).padStart(10)}  ${aim}`);
}
