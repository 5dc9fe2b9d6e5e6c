import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { decideCall } from '../../src/engine/tools/policy/decideCall.ts';
import { resolveForWriting } from '../../src/engine/tools/policy/authorize.ts';
import { relativePath } from '../../src/engine/tools/policy/workspacePlace.ts';
import { ruleFixture } from '../engine/tools/policy/ruleFixture.ts';

export interface PermissionFigures {
  readonly pathP50Ms: number;
  readonly pathP99Ms: number;
  readonly commandP50Ms: number;
  readonly commandP99Ms: number;
}

const rules = { allow: ['git *', 'npm test', 'ls *', 'cat *', 'find *', 'grep *', 'write:src/**'], ask: ['git commit *'], deny: ['rm *', 'git push *', 'write:dist/**'] };

const commands = [
  'npm test', 'git status --porcelain', 'git log --oneline -20 -- src', "git commit -m 'Fix the rounding of discounts'", 'ls -la src/deep/er', 'cat src/deep/er/file7.ts', "find . -name '*.ts' -not -path './node_modules/*'", 'grep -n "round" src/deep/er/file3.ts',
  'npm test -- --grep dates | tee test.log && git push', 'for f in src/*.ts; do sed -n 1,20p "$f"; done', "bash -c 'cd src && make -j4 && ./run.sh'", "cat <<'EOF' > notes.md\n# Notes\n\nOne line.\nEOF", 'X=1 node --test $(find test -name "*.js")',
] as const;

/** Decisions on paths (resolving included) and on commands, the first hundred rounds left out: they load the parser and are compiled. */
export async function measurePermission(rounds: number): Promise<PermissionFigures> {
  const at = await ruleFixture();
  try {
    for (let index = 0; index < 20; index += 1) at.write(`src/deep/er/file${index}.ts`);
    symlinkSync('src/deep', join(at.root, 'link'));
    const context = await at.context(rules, { withBuiltIn: true });
    const paths = ['src/deep/er/file1.ts', 'link/er/file2.ts', 'src/new/file.ts', 'README.md', '.github/workflows/ci.yml', '../outside.txt', 'src/deep/er/.env'];
    const decidePath = async (path: string): Promise<unknown> => {
      const resolved = await resolveForWriting(context.files, path);
      return resolved.ok && decideCall(context, { name: 'write_file', effect: 'workspace' }, { title: '', detail: '', subject: { type: 'write', path: relativePath(context.files, resolved.value.path), consent: resolved.value.consent, diff: '' } });
    };
    const decideCommand = (script: string): Promise<unknown> => decideCall(context, { name: 'run_command', effect: 'process' }, { title: '', detail: '', subject: { type: 'command', script, folder: '.' } });
    const [pathMs, commandMs] = [await timesOf(decidePath, paths, rounds), await timesOf(decideCommand, commands, rounds)];
    return { pathP50Ms: at50(pathMs), pathP99Ms: at99(pathMs), commandP50Ms: at50(commandMs), commandP99Ms: at99(commandMs) };
  } finally {
    at.dispose();
  }
}

async function timesOf(decide: (text: string) => Promise<unknown>, texts: readonly string[], rounds: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = -100; round < rounds; round += 1) {
    for (const text of texts) {
      const startMs = performance.now();
      await decide(text);
      if (round >= 0) times.push(performance.now() - startMs);
    }
  }
  return times.toSorted((left, right) => left - right);
}

function at50(times: readonly number[]): number {
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}

function at99(times: readonly number[]): number {
  return times[Math.floor(times.length * 0.99)] ?? Number.NaN;
}
