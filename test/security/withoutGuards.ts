// Takes each guard of the boundary away, one at a time, in a copy of the sources, and runs the tests that should notice.
// `node test/security/withoutGuards.ts [part of a name]`: prints one line for each, and ends with 1 where nothing noticed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Guard, guards } from './guards.ts';

const root = resolve(import.meta.dirname, '../..');
const [wanted = ''] = process.argv.slice(2);

const copy = mkdtempSync(join(tmpdir(), 'phasegate-guards-'));
try {
  for (const name of ['src', 'test', 'templates', 'package.json']) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const unnoticed = guards.filter(({ name }) => name.includes(wanted)).filter((guard) => !isNoticed(guard));
  console.log(unnoticed.length === 0 ? 'Every guard is noticed when it is gone.' : `Not noticed: ${unnoticed.map(({ name }) => name).join('; ')}`);
  process.exitCode = unnoticed.length === 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function isNoticed(guard: Guard): boolean {
  const wholes = [guard, ...(guard.also ?? [])].map((removal) => ({ ...removal, path: join(copy, 'src', removal.file), whole: readFileSync(join(copy, 'src', removal.file), 'utf8') }));
  for (const { file, path, from, to } of wholes) {
    const text = readFileSync(path, 'utf8');
    assert.equal(text.split(from).length, 2, `${file} has "${from}" once`);
    writeFileSync(path, text.replace(from, () => to));
  }
  const { status } = runTests(guard);
  for (const { path, whole } of wholes) writeFileSync(path, whole);
  console.log(`${status === 0 ? 'NOT NOTICED' : 'noticed'}  ${guard.name}`);
  return status !== 0;
}

function runTests({ tests }: Guard): { readonly status: number | null } {
  const specs = tests.map((test) => join('test', test.endsWith('.ts') ? test : `${test}/**/*.test.ts`));
  return spawnSync(process.execPath, ['node_modules/mocha/bin/mocha.js', '--no-config', '--bail', '--exit', '--timeout', '60000', '--reporter', 'dot', ...specs], { cwd: copy, stdio: 'ignore', timeout: 300_000 });
}
