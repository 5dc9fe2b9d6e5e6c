import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { restoreStore } from '../../../src/engine/storage/recovery/restoreStore.ts';
import { openStore } from '../../../src/engine/storage/openStore.ts';
import { beginRun, enter, homeIn, storeOptionsOf, until } from './scene.ts';

// One life of a process over a home folder, meant to be killed at a failpoint. Says on standard output what was acknowledged, and `done`.
// Arguments: folder, kind of life.
const [folder = '', kind = ''] = process.argv.slice(2);
const home = homeIn(folder);
const say = (line: string): void => void writeSync(1, `${line}\n`);

/** Longer than a store is left alone before it tidies up. */
const idleMs = 700;

const lives: Readonly<Record<string, () => Promise<void>>> = {
  /** A run with a pause, a rollback, and its second end. */
  async whole() {
    const scene = await enter(home, {
      advanced: ({ runId, seq }) => say(`${runId} ${seq}`),
      broken: (message) => {
        say(`broken ${message}`);
        process.exit(0);
      },
    });
    const run = await beginRun(scene);
    await until(scene, run, ({ phases }) => Object.values(phases).some(({ situation }) => situation.status === 'completed'));
    await scene.engine.send(run, { type: 'pause' });
    await until(scene, run, ({ situation }) => situation.status !== 'running');
    await scene.engine.send(run, { type: 'resume' });
    const { checkpoints } = await until(scene, run, ({ situation }) => situation.status === 'completed');
    const [first] = checkpoints;
    if (!first) throw new Error('there is no checkpoint');
    await scene.engine.send(run, { type: 'rollback', checkpoint: first.checkpoint });
    await scene.engine.send(run, { type: 'resume' });
    await until(scene, run, ({ situation }) => situation.status === 'completed');
    await sleep(idleMs);
    await scene.close();
  },
  /** The last good copy takes the place of a damaged store. */
  async repair() {
    const restored = await restoreStore(storeOptionsOf(home));
    if (!restored.ok) throw new Error(restored.error.message);
  },
  /** A store of an older version is opened. */
  async upgrade() {
    const opened = await openStore(storeOptionsOf(home));
    if (!opened.ok) throw new Error(opened.error.message);
    await opened.value.close();
  },
};

await lives[kind]?.();
say('done');
