import { callsOf } from './conversation.ts';
import { phrase, type Situation, type Step } from './situation.ts';

/** The command that runs the project's tests, from what its manifest says. */
export function testCommandOf({ knowledge }: Situation): string | null {
  const manifest = knowledge.contents.get('package.json');
  if (manifest !== undefined && /"test"\s*:\s*"(?!echo \\"Error)/.test(manifest)) return 'npm test';
  const has = (path: string): boolean => knowledge.files.includes(path);
  if (has('Cargo.toml')) return 'cargo test';
  if (has('go.mod')) return 'go test ./...';
  if (has('pyproject.toml') || has('pytest.ini')) return 'python3 -m pytest -q';
  return /^test:/m.test(knowledge.contents.get('Makefile') ?? '') ? 'make test' : null;
}

/** The tests as they are, before anything is changed. */
export function runTests(situation: Situation): Step | null {
  const { conversation, toolbox } = situation;
  const command = testCommandOf(situation);
  if (command === null || callsOf(conversation, 'run_command').length > 0) return null;
  const calls = toolbox.call('run_command', { command });
  return calls.length === 0 ? null : { say: phrase(situation, [`I run ${command} to see where things stand.`, `Before I change anything: ${command}.`, `What do the tests say? ${command} will tell.`]), calls };
}
