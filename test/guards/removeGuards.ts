// `node test/guards/removeGuards.ts [part of a threat]`: takes each guard out of a copy of the sources, and expects its test to fail.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Guard, Removal } from './guard.ts';
import { mcpGuards } from './mcpGuards.ts';
import { permissionGuards } from './permissionGuards.ts';
import { storeGuards } from './storeGuards.ts';

const repository = resolve(import.meta.dirname, '../..');

function main(wanted: string): number {
  const guards = [...permissionGuards, ...mcpGuards, ...storeGuards].filter(({ threat }) => threat.includes(wanted));
  const copy = mkdtempSync(join(tmpdir(), 'phasegate-guards-'));
  try {
    for (const name of ['src', 'test/engine', 'test/faults', 'test/security', 'test/servers', 'test/templates', 'templates', 'package.json']) cpSync(join(repository, name), join(copy, name), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
    const outcomes = guards.map((guard) => {
      const outcome = tryWithout(copy, guard);
      console.log(`${outcome.padEnd(10)} ${guard.threat}`);
      return outcome;
    });
    const noticed = outcomes.filter((outcome) => outcome === 'noticed').length;
    console.log(`\n${noticed} of ${guards.length} guards are missed by a test when they are gone`);
    return noticed === guards.length && noticed > 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

type Outcome = 'noticed' | 'UNNOTICED' | 'NOT FOUND' | 'RED BEFORE';

function tryWithout(copy: string, { spec, title, also = [], ...guard }: Guard): Outcome {
  const removals = [guard, ...also];
  const before = new Map(removals.map(({ file }) => [file, readFileSync(join(copy, file), 'utf8')]));
  if (removals.some(({ file, from }) => before.get(file)?.split(from).length !== 2)) return 'NOT FOUND';
  if (!passesWhole(copy, spec, title)) return 'RED BEFORE';
  for (const removal of removals) takeOut(copy, removal);
  try {
    return passes(copy, spec, title) ? 'UNNOTICED' : 'noticed';
  } finally {
    for (const [file, text] of before) writeFileSync(join(copy, file), text);
  }
}

function takeOut(copy: string, { file, from, to }: Removal): void {
  const path = join(copy, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, () => to));
}

const whole = new Map<string, boolean>();

/** With every guard in its place; asked once. */
function passesWhole(copy: string, spec: string, title: string): boolean {
  const key = JSON.stringify([spec, title]);
  const known = whole.get(key) ?? passes(copy, spec, title);
  whole.set(key, known);
  return known;
}

/** At least one test, and all of them. */
function passes(copy: string, spec: string, title: string): boolean {
  const { status, stdout } = spawnSync(process.execPath, ['node_modules/mocha/bin/mocha.js', '--no-config', '--exit', '--bail', '--timeout', '60000', ...(title === '' ? [] : ['--fgrep', title]), spec], { cwd: copy, encoding: 'utf8', timeout: 120_000 });
  return status === 0 && !/\b0 passing/.test(stdout);
}

process.exitCode = main(process.argv[2] ?? '');
