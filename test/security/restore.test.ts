import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gitSnapshots } from '../../src/engine/node/snapshots/gitSnapshots.ts';
import type { Snapshots } from '../../src/engine/ports/snapshots.ts';
import { isWriteProtected } from '../../src/engine/tools/policy/protectedPaths.ts';
import { quietLog, type Scratch, scratch, valueOf } from '../engine/node/snapshots/scratch.ts';

/** What an older version of could run code or give an agent power again. */
const places = ['.vscode/settings.json', '.VSCode/tasks.json', 'deep/.github/workflows/ci.yml', 'deep/.husky/pre-commit', '.phasegate/templates/own.json', '.devcontainer/devcontainer.json', 'work.code-workspace', 'AGENTS.md', '.mcp.json'];

describe('a restore and the places that a model may not write', () => {
  let place: Scratch;
  let snapshots: Snapshots;

  beforeEach(() => {
    place = scratch();
    snapshots = gitSnapshots({ workspace: place.workspace, folder: place.folder, log: quietLog, timeLimitMs: 60_000, isProtected: isWriteProtected });
  });
  afterEach(() => place.remove());

  it('leaves them as they are now, whether they were changed, deleted or are new, and says so before and after', async () => {
    for (const [index, path] of places.entries()) if (index % 3 !== 2) put(path, 'then');
    put('plain.txt', 'then');
    const id = valueOf(await snapshots.take());
    for (const [index, path] of places.entries()) {
      if (index % 3 === 0) put(path, 'now');
      else if (index % 3 === 1) rmSync(at(path));
      else put(path, 'new');
    }
    put('plain.txt', 'now');

    const preview = valueOf(await snapshots.preview(id));
    assert.deepEqual(preview.changes, [{ path: 'plain.txt', kind: 'changed' }]);
    assert.deepEqual(preview.skipped.map(({ path }) => path).toSorted(), places.toSorted());
    assert.deepEqual([...new Set(preview.skipped.map(({ reason }) => reason))], ['protected']);
    const outcome = valueOf(await snapshots.restore(id));
    assert.deepEqual(outcome.skipped, preview.skipped);
    assert.deepEqual(places.map(contentOf), ['now', null, 'new', 'now', null, 'new', 'now', null, 'new']);
    assert.equal(contentOf('plain.txt'), 'then');
  });

  function at(path: string): string {
    return join(place.workspace, path);
  }

  function put(path: string, text: string): void {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  }

  function contentOf(path: string): string | null {
    return existsSync(at(path)) ? readFileSync(at(path), 'utf8') : null;
  }
});
