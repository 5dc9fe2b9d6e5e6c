import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SizeFigures {
  readonly vsixMegabytes: number;
  /** In the package. */
  readonly files: number;
}

/** Packages what `dist/` holds as it would be published. */
export function measureSize(): SizeFigures {
  const folder = mkdtempSync(join(tmpdir(), 'phasegate-bench-'));
  const repository = join(import.meta.dirname, '../..');
  try {
    const out = join(folder, 'phasegate.vsix');
    const vsce = join(repository, 'node_modules/.bin/vsce');
    execFileSync(vsce, ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--no-git-tag-version', '--out', out], { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] });
    const files = execFileSync(vsce, ['ls', '--no-dependencies'], { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return { vsixMegabytes: statSync(out).size / 2 ** 20, files: files.trim().split('\n').length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
