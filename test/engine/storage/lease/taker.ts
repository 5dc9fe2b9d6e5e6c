import { acquireLease } from '../../../../src/engine/storage/lease/acquireLease.ts';
import { clock } from '../fixtures.ts';

// Tries to take the lease of a folder, says how that went, and keeps it until its input ends.
const result = await acquireLease({ folder: process.argv[2] ?? '', owner: String(process.pid), clock, timing: { heartbeatMs: 100, staleMs: 5_000 } });
process.stdout.write(result.ok ? 'taken\n' : 'owned\n');
process.stdin.resume().on('end', () => process.exit());
