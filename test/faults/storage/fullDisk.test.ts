import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cleanUp, temporaryFolder } from '../../engine/storage/fixtures.ts';

/** A disk of a few megabytes of its own, seen by one process tree only. */
const mounting = ['-Urm', 'sh', '-c', 'mount -t tmpfs -o size=3m none "$1" && shift && exec "$@"', 'sh'];

describe('a disk that is really full', function () {
  this.timeout(120_000);
  afterEach(cleanUp);

  it('costs only what did not fit: it is refused by name, everything else stays, and with room the store goes on', function () {
    const folder = temporaryFolder();
    // Small disks can be made without being root only on Linux, and not in every container.
    if (spawnSync('unshare', [...mounting, folder, 'true']).status !== 0) return this.skip();
    const { status, stdout, stderr } = spawnSync('unshare', [...mounting, folder, process.execPath, join(import.meta.dirname, 'fillDisk.ts'), folder], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^whole \d+/);
  });
});
