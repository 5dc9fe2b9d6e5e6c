// Runs inside the extension host: Mocha over the bundled specs beside this file.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** VS Code calls this; a rejection is a failed run. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', color: false, timeout: 30_000 });
  for (const name of readdirSync(__dirname).filter((file) => file.endsWith('.test.js')).toSorted()) mocha.addFile(join(__dirname, name));
  const results = { passed: 0, failed: 0, skipped: 0, passes: new Array<string>(), failures: new Array<{ title: string; message: string; stack: string | undefined }>() };
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => {
      results.passed += 1;
      results.passes.push(test.fullTitle());
    });
    runner.on('pending', () => (results.skipped += 1));
    runner.on('fail', (test, error: Error) => {
      results.failed += 1;
      results.failures.push({ title: test.fullTitle(), message: error.message, stack: error.stack });
    });
  });
  writeFileSync(join(__dirname, 'results.json'), JSON.stringify(results, undefined, 2));
  if (failed > 0) throw new Error(`${failed} failed`);
}
