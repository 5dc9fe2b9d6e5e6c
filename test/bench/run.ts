import { measureChain } from './chain.ts';
import { measureFan } from './fan.ts';
import { measureStorage } from './storage.ts';

/** One line of the table. */
interface Figure {
  readonly what: string;
  readonly value: number;
  /** What it should be, as text: nothing is asserted here. */
  readonly aim: string;
}

const chain = await measureChain(1_000);
const fan = await measureFan(100);
const storage = await measureStorage(1_000);

const figures: readonly Figure[] = [
  { what: 'chain of 1,000 phases: fsyncs per transition', value: chain.fsyncsPerTransition, aim: '≤ 1.1' },
  { what: 'chain: transitions per second', value: chain.transitionsPerSecond, aim: '' },
  { what: 'raw append + fdatasync per second, in turns', value: chain.rawPerSecond, aim: '' },
  { what: 'chain: transitions / raw appends', value: chain.ratioToRaw, aim: '≥ 0.4' },
  { what: 'chain: last 100 transitions / first 100', value: chain.growth, aim: '≈ 1' },
  { what: '1 → 100 → 1: commits of the whole run', value: fan.commits, aim: 'as few as ticks' },
  { what: '1 → 100 → 1: fsyncs', value: fan.fsyncs, aim: 'one per commit' },
  { what: '1 → 100 → 1: milliseconds', value: fan.totalMs, aim: '' },
  { what: 'store alone: fsyncs per commit', value: storage.fsyncsPerCommit, aim: '1' },
  { what: 'store alone: commits / raw appends', value: storage.ratioToRaw, aim: '≥ 0.4' },
  { what: 'store alone: last tenth / first tenth of the history', value: storage.growth, aim: '≈ 1' },
];

const width = Math.max(...figures.map(({ what }) => what.length));
for (const { what, value, aim } of figures) console.log(`${what.padEnd(width)}  ${value.toFixed(2).padStart(9)}  ${aim}`);
