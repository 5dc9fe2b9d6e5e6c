import assert from 'node:assert/strict';
import type { BigIntStats } from 'node:fs';
import * as fc from 'fast-check';
import { LogFile } from '../../../../src/engine/storage/bridge/logFile.ts';
import type { RealFile } from '../../../../src/engine/storage/bridge/realFile.ts';

/** A file in memory that takes at most so many bytes, and counts the calls that reach it. */
function memoryFile(capacity = Number.POSITIVE_INFINITY) {
  let bytes = Buffer.alloc(0);
  const calls = { writes: 0, syncs: 0 };
  const full = (): never => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };
  const file: RealFile = {
    read: (target, position) => bytes.copy(target, 0, position, position + target.length),
    write(source, position) {
      calls.writes += 1;
      const end = Math.min(position + source.length, Math.max(capacity, bytes.length));
      if (end <= position) full();
      if (end > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(end - bytes.length)]);
      bytes.set(source.subarray(0, end - position), position);
      return end - position;
    },
    sync: () => { calls.syncs += 1; },
    truncate: (length) => { bytes = Buffer.concat([bytes.subarray(0, length), Buffer.alloc(Math.max(0, length - bytes.length))]); },
    stat: () => ({ size: BigInt(bytes.length) }) as BigIntStats,
    close: () => {},
  };
  return { file, calls, content: () => bytes };
}

describe('a write-ahead log file', () => {
  it('is written in one call per commit once there is room, and forced as often as asked', () => {
    const { file, calls } = memoryFile();
    const log = new LogFile(file);
    log.write(Buffer.from('header'), 0);
    log.sync();
    const before = { ...calls };
    for (let piece = 0; piece < 40; piece += 1) log.write(Buffer.alloc(2_000, piece), 6 + piece * 2_000);
    assert.deepEqual(calls, before);
    log.sync();
    assert.deepEqual(calls, { writes: before.writes + 1, syncs: before.syncs + 1 });
  });

  it('makes room in zeros that lengthen the file ahead of what is written', () => {
    const { file, content } = memoryFile();
    const log = new LogFile(file);
    log.write(Buffer.from('abc'), 0);
    log.sync();
    assert.ok(content().length >= 256 * 1_024);
    assert.equal(content().subarray(0, 3).toString(), 'abc');
    assert.ok(content().subarray(3).every((byte) => byte === 0));
  });

  it('says at the write that the disk is full, and uses the room there is', () => {
    const { file, content } = memoryFile(5_000);
    const log = new LogFile(file);
    log.write(Buffer.alloc(4_000, 1), 0);
    assert.throws(() => log.write(Buffer.alloc(4_000, 2), 5_000), /ENOSPC/);
    log.write(Buffer.alloc(1_000, 3), 4_000);
    log.sync();
    assert.deepEqual([content().length, content()[3_999], content()[4_999]], [5_000, 1, 3]);
  });

  it('drops what was not forced when it is let go', () => {
    const { file, content } = memoryFile();
    const log = new LogFile(file);
    log.write(Buffer.from('first'), 0);
    log.sync();
    log.write(Buffer.from('second'), 5);
    log.close();
    assert.equal(content().subarray(0, 6).toString(), 'first\0');
  });

  it('holds, for its reader and on the disk, what a plain file would', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('write' as const), at: fc.nat(400_000), length: fc.integer({ min: 1, max: 300_000 }), byte: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ type: fc.constant('append' as const), length: fc.integer({ min: 1, max: 5_000 }), byte: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ type: fc.constant('truncate' as const), length: fc.nat(100_000) }),
      fc.constant({ type: 'sync' as const }),
    );
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const real = memoryFile();
      const log = new LogFile(real.file);
      let model = Buffer.alloc(0);
      for (const move of steps) {
        if (move.type === 'sync') log.sync();
        else if (move.type === 'truncate') {
          log.truncate(move.length);
          model = Buffer.concat([model.subarray(0, move.length), Buffer.alloc(Math.max(0, move.length - model.length))]);
        } else {
          const at = move.type === 'append' ? model.length : move.at;
          const bytes = Buffer.alloc(move.length, move.byte);
          log.write(bytes, at);
          model = Buffer.concat([model, Buffer.alloc(Math.max(0, at + bytes.length - model.length))]);
          model.set(bytes, at);
        }
        const seen = Buffer.alloc(model.length);
        log.read(seen, 0);
        assert.ok(seen.equals(model));
      }
      log.sync();
      assert.ok(real.content().subarray(0, model.length).equals(model));
      assert.ok(real.content().subarray(model.length).every((byte) => byte === 0));
    }), { numRuns: 60 });
  });
});
