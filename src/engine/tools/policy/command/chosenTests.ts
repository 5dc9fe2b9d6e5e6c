/** Which tests run, and how much is said of them; a value is never an option. Mocha, Jest, Vitest and Node's own runner know them. */
const choices = /^(?:--bail|--verbose|--(?:grep|testNamePattern|test-name-pattern)=.*)$/s;
const choiceWithValue = /^--(?:grep|testNamePattern|test-name-pattern)$/;

/**
 * Whether a command is the project's tests, as a rule allows them, with nothing added but which of them to run:
 * `npm test -- --grep dates` beside the rule `npm test`.
 */
export function isChoiceOfTests(allowed: readonly unknown[], argv: readonly string[]): boolean {
  const [program, action = '', name = ''] = allowed;
  const isTests = /^(?:npm|pnpm|yarn)$/.test(String(program)) && (allowed.length === 2 ? action === 'test' : allowed.length === 3 && action === 'run' && /^test(?::[\w:-]+)?$/.test(String(name)));
  const [dashes, ...added] = argv.slice(allowed.length);
  return isTests && dashes === '--' && added.length > 0 && allowed.every((word, index) => word === argv[index]) && added.every((word, index) => choices.test(word) || (choiceWithValue.test(word) && isValue(added[index + 1])) || (isValue(word) && choiceWithValue.test(added[index - 1] ?? '')));
}

function isValue(word: string | undefined): boolean {
  return word !== undefined && word !== '' && !word.startsWith('-');
}
