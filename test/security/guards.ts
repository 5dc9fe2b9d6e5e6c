/** A piece of text in a file below `src/`, and what stands there once it is gone. */
export interface Removal {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** One guard of the boundary, and how it is taken away: the tests named must then fail. */
export interface Guard extends Removal {
  readonly name: string;
  /** Further guards behind which this one stands: only without them too is anything let through. */
  readonly also?: readonly Removal[];
  /** Below `test/`. */
  readonly tests: readonly string[];
}

const policy = 'engine/tools/policy';
const rules = ['security/commandRules.test.ts'];
const files = ['security/files.test.ts'];

const inside: Removal = { file: `${policy}/authorize.ts`, from: 'if (!isInside(files.root, resolved.value))', to: 'if (resolved.value === "never")' };
const colons: Removal = { file: `${policy}/pathNames.ts`, from: 'if (/[\\\\/:]/.test(folded))', to: 'if (folded === "never")' };
const single: Removal = { file: `${policy}/command/plainCommand.ts`, from: "if (others.length > 0 || command.type !== 'command')", to: "if (command.type === 'never')" };
const beside: Removal = { file: `${policy}/command/plainCommand.ts`, from: "if (/\\S/.test(root.text.slice(0, command.start) + root.text.slice(command.end)))", to: "if (root.text === 'never')" };

export const guards: readonly Guard[] = [
  // Files
  { name: 'outside by ".."', file: `${policy}/pathNames.ts`, from: "if (folded === '..' || folded === '.')", to: "if (folded === '.')", also: [inside], tests: files },
  { name: 'absolute paths elsewhere', file: `${policy}/pathNames.ts`, from: "if (relative === null) return refuse(", to: 'if (relative === "never") return refuse(', tests: files },
  { name: 'addresses', file: `${policy}/pathNames.ts`, from: 'if (/^[a-z][a-z0-9+.-]+:/i.test(path))', to: 'if (path === "never")', also: [colons], tests: files },
  { name: 'links that lead outside', file: `${policy}/authorize.ts`, from: 'if (!isInside(files.root, resolved.value))', to: 'if (resolved.value === "never")', tests: files },
  { name: 'a sibling whose name begins alike', file: `${policy}/authorize.ts`, from: 'path.startsWith(folderPrefix(root))', to: 'path.startsWith(root)', tests: files },
  { name: 'invisible characters', file: `${policy}/pathNames.ts`, from: 'if (revealHidden(path) !== path || ', to: 'if (path === "never" || ', tests: files },
  { name: 'device names', file: `${policy}/pathNames.ts`, from: 'if (deviceName.test(folded.trimEnd()))', to: 'if (folded === "never")', tests: files },
  { name: 'short names', file: `${policy}/pathNames.ts`, from: 'if (shortName.test(folded))', to: 'if (folded === "never")', tests: files },
  { name: 'a dot or space at the end', file: `${policy}/pathNames.ts`, from: 'if (/[. ]$/.test(folded))', to: 'if (folded === "never")', tests: files },
  { name: 'alternate streams', file: `${policy}/pathNames.ts`, from: 'if (/[\\\\/:]/.test(folded))', to: 'if (folded === "never")', tests: files },
  { name: 'names as a forgiving file system sees them', file: `${policy}/protectedPaths.ts`, from: 'const folded = segments.map(foldName);\n  const own', to: 'const folded = segments;\n  const own', tests: files },
  { name: 'protected places by the name that was written', file: `${policy}/authorize.ts`, from: "if (written?.needs === 'refusal')", to: "if (written?.reason === 'never')", also: [{ file: `${policy}/authorize.ts`, from: 'written?.reason ?? real?.reason', to: 'real?.reason' }], tests: files },
  { name: 'protected places by where a link leads', file: `${policy}/authorize.ts`, from: "if (real?.needs === 'refusal')", to: "if (real?.reason === 'never')", also: [{ file: `${policy}/authorize.ts`, from: 'written?.reason ?? real?.reason', to: 'written?.reason' }], tests: files },
  { name: 'what gives power asks', file: `${policy}/decideCall.ts`, from: "if (consent !== null) return { decision: 'ask'", to: "if (consent === 'never') return { decision: 'ask'", tests: files },
  { name: 'what cannot be resolved is refused', file: `${policy}/authorize.ts`, from: "return err('cannot be resolved: a symbolic link is broken or goes in circles, or a folder may not be entered.');", to: 'return ok({ real: path, stat: null });', tests: files },
  { name: 'secrets ask to be read', file: `${policy}/decideCall.ts`, from: "(subject.consent === null ? allowed('It only looks.')", to: "(subject.path !== 'never' ? allowed('It only looks.')", tests: [...files, 'engine/tools/policy/permission.test.ts'] },
  { name: 'a second look right before use', file: 'engine/tools/workspace.ts', from: 'if (now.value !== prepared)', to: "if (prepared === 'never')", tests: files },
  { name: 'a file that was moved while it was opened', file: 'engine/node/openedPath.ts', from: 'return actual === path ||', to: "return actual !== 'never' ||", tests: ['security/race.test.ts'] },
  // Commands
  { name: 'one plain command', file: `${policy}/command/plainCommand.ts`, from: "if (others.length > 0 || command.type !== 'command')", to: "if (command.type === 'never')", also: [beside], tests: rules },
  { name: 'nothing beside the command', file: `${policy}/command/plainCommand.ts`, from: "if (/\\S/.test(root.text.slice(0, command.start) + root.text.slice(command.end)))", to: "if (root.text === 'never')", also: [single], tests: rules },
  { name: 'lines', file: `${policy}/command/plainCommand.ts`, from: 'if (/[\\n\\r\\v\\f\\u0085\\u2028\\u2029]/.test(script))', to: "if (script === 'never')", tests: rules },
  { name: 'look-alikes', file: `${policy}/command/plainCommand.ts`, from: 'if (/[^\\u0000-\\u007f]/.test(script))', to: "if (script === 'never')", tests: rules },
  { name: 'wildcards, braces, variables in words', file: `${policy}/command/plainCommand.ts`, from: "const plainWord = /^[A-Za-z0-9_.,/:@%+=^~-]+$/;", to: 'const plainWord = /^[^ ]+$/;', tests: rules },
  { name: 'home folders', file: `${policy}/command/plainCommand.ts`, from: 'const expandedWord = /^[=^]|(?:^|[:=,/])~/;', to: 'const expandedWord = /^never$/;', tests: rules },
  { name: 'what is special in double quotes', file: `${policy}/command/plainCommand.ts`, from: 'specialInQuotes.test(node.text) || !node', to: '!node', tests: rules },
  { name: 'options that are not known', file: `${policy}/command/commandDoubt.ts`, from: 'if (use.unknownOption !== null)', to: "if (use.unknownOption === 'never')", tests: rules },
  { name: 'options of programs that are not known', file: `${policy}/command/commandDoubt.ts`, from: 'if (option) return `${optionDanger(program, option.word)}', to: "if (option?.word === 'never') return `${optionDanger(program, option.word)}", tests: rules },
  { name: "options before Git's command", file: `${policy}/command/gitCommands.ts`, from: 'if (!isLiteral(at) && ', to: "if (argv[at] === 'never' && !isLiteral(at) && ", tests: rules },
  { name: 'paths out of the workspace', file: `${policy}/command/namedPath.ts`, from: "if (!resolved.ok) return certainty === 'maybe'", to: "if (!resolved.ok) return certainty !== 'path' || word !== 'never'", tests: rules },
  { name: 'paths to secrets', file: `${policy}/command/namedPath.ts`, from: 'return resolved.value.consent;', to: 'return null;', tests: rules },
  { name: 'patterns for secrets', file: `${policy}/command/secretsNearby.ts`, from: "if (pattern.startsWith('!') ||", to: "if (pattern !== 'never' ||", tests: rules },
  { name: 'folders with secrets in them', file: `${policy}/command/secretsNearby.ts`, from: "return secret === undefined ? null", to: "return secret !== null ? null", tests: rules },
  { name: 'sed scripts', file: `${policy}/command/commandDoubt.ts`, from: 'isFree && !isHarmlessSedScript(word)', to: "isFree && word === 'never' && !isHarmlessSedScript(word)", tests: rules },
  { name: 'what programs are for', file: `${policy}/command/commandDoubt.ts`, from: 'if (kind) return', to: "if (kind && program === 'never') return", tests: rules },
  { name: "a repository's own settings", file: `${policy}/command/repositoryDoubt.ts`, from: 'if (found !== undefined)', to: "if (found === 'never')", tests: ['engine/tools/policy/command/repositoryDoubt.test.ts'] },
  { name: 'commands inside commands, for rules that deny', file: `${policy}/command/commandReach.ts`, from: '[command, ...innerCommands(command)', to: '[command, ...innerCommands([])', tests: rules },
  { name: 'scripts inside commands, for rules that deny', file: `${policy}/command/commandReach.ts`, from: 'new Set(commands.flatMap(innerScripts))', to: 'new Set<string>()', tests: rules },
  { name: 'deny wins', file: `${policy}/decideCommand.ts`, from: "if (denied?.match === 'yes')", to: "if (denied?.text === 'never')", tests: rules },
  { name: 'what cannot be read asks where something is denied', file: `${policy}/decideCommand.ts`, from: 'return reach.isOpaque && isGuarded ?', to: 'return reach.isOpaque && !isGuarded ?', tests: rules },
  { name: 'length', file: `${policy}/command/commandParser.ts`, from: 'if (script.length > characterLimit)', to: 'if (script.length < 0)', tests: rules },
  // Approvals
  { name: 'unattended, what asks is refused', file: `${policy}/permission.ts`, from: 'if (!ports.isAttended())', to: 'if (!ports.isAttended)', tests: ['engine/tools/policy/permission.test.ts'] },
  { name: 'approvals end where a script changes', file: 'engine/agent/approval.ts', from: "if (now.type !== 'ask' || now.fingerprint === decision.fingerprint)", to: "if (now.type !== 'never')", tests: ['engine/agent/approval.test.ts'] },
  { name: 'a denied call does not run', file: 'engine/agent/callExecutor.ts', from: "if (refusal !== null) return", to: "if (refusal === 'never') return", tests: ['security/registry.test.ts'] },
  // Secrets
  { name: 'tool output loses secrets', file: 'engine/agent/callExecutor.ts', from: 'output: redaction.all(output)', to: 'output', tests: ['security/canary.test.ts'] },
  { name: 'the whole output too', file: 'engine/agent/callExecutor.ts', from: 'whole: redaction.all(whole)', to: 'whole', tests: ['security/canary.test.ts'] },
  { name: 'progress loses secrets', file: 'engine/agent/callExecutor.ts', from: 'ports.redaction.all(text)', to: 'text', tests: ['security/canary.test.ts'] },
  { name: 'words of a model lose keys', file: 'engine/agent/withoutKeys.ts', from: 'const text = redaction.keys(waiting + event.text);', to: 'const text = waiting + event.text;', tests: ['security/canary.test.ts', 'engine/agent/withoutKeys.test.ts'] },
  { name: 'keys in pieces', file: 'engine/agent/withoutKeys.ts', from: 'text.length - redaction.openEnd(text)', to: 'text.length', tests: ['engine/agent/withoutKeys.test.ts'] },
  { name: 'failures lose keys', file: 'engine/agent/withoutKeys.ts', from: 'message: keys(event.failure.message)', to: 'message: event.failure.message', tests: ['security/canary.test.ts', 'engine/agent/withoutKeys.test.ts'] },
  { name: 'answers of a person lose keys', file: 'engine/runtime/withoutKeysIn.ts', from: 'answer: keys(command.answer)', to: 'answer: command.answer', tests: ['security/canary.test.ts'] },
  { name: 'children get a fixed environment', file: 'engine/node/nodeShell.ts', from: '...processEnvironment(environment, marker)', to: '...environment, ...processEnvironment(environment, marker)', tests: ['security/commands.test.ts'] },
];
