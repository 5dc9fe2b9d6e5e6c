import type { Guard, Removal } from './guard.ts';

const policy = 'src/engine/tools/policy';
const [rules, files, canary] = ['test/security/commandRules.test.ts', 'test/security/files.test.ts', 'test/security/canary.test.ts'];
const permission = 'test/engine/tools/policy/permission.test.ts';

const inside: Removal = { file: `${policy}/authorize.ts`, from: 'if (!isInside(place.root, resolved.value))', to: 'if (resolved.value === "never")' };
const colons: Removal = { file: `${policy}/pathNames.ts`, from: 'if (/[\\\\/:]/.test(folded))', to: 'if (folded === "never")' };
const single: Removal = { file: `${policy}/command/plainCommand.ts`, from: "if (others.length > 0 || command.type !== 'command')", to: "if (command.type === 'never')" };
const beside: Removal = { file: `${policy}/command/plainCommand.ts`, from: "if (/\\S/.test(root.text.slice(0, command.start) + root.text.slice(command.end)))", to: "if (root.text === 'never')" };

/** What stands between a phase and files, commands and secrets. Without a title, any test of the file may notice. */
export const permissionGuards: readonly Guard[] = [
  // Files
  { threat: 'outside by ".."', file: `${policy}/pathNames.ts`, from: "if (folded === '..' || folded === '.')", to: "if (folded === '.')", also: [inside], spec: files, title: '' },
  { threat: 'absolute paths elsewhere', file: `${policy}/pathNames.ts`, from: "if (relative === null) return refuse(", to: 'if (relative === "never") return refuse(', spec: files, title: '' },
  { threat: 'addresses', file: `${policy}/pathNames.ts`, from: 'if (/^[a-z][a-z0-9+.-]+:/i.test(path))', to: 'if (path === "never")', also: [colons], spec: files, title: '' },
  { threat: 'links that lead outside', file: `${policy}/authorize.ts`, from: 'if (!isInside(place.root, resolved.value))', to: 'if (resolved.value === "never")', spec: files, title: '' },
  { threat: 'a sibling whose name begins alike', file: `${policy}/workspacePlace.ts`, from: 'path.startsWith(folderPrefix(root))', to: 'path.startsWith(root)', spec: files, title: '' },
  { threat: 'invisible characters', file: `${policy}/pathNames.ts`, from: 'if (revealHidden(path) !== path || ', to: 'if (path === "never" || ', spec: files, title: '' },
  { threat: 'device names', file: `${policy}/pathNames.ts`, from: 'if (deviceName.test(folded.trimEnd()))', to: 'if (folded === "never")', spec: files, title: '' },
  { threat: 'short names', file: `${policy}/pathNames.ts`, from: 'if (shortName.test(folded))', to: 'if (folded === "never")', spec: files, title: '' },
  { threat: 'a dot or space at the end', file: `${policy}/pathNames.ts`, from: 'if (/[. ]$/.test(folded))', to: 'if (folded === "never")', spec: files, title: '' },
  { threat: 'alternate streams', file: `${policy}/pathNames.ts`, from: 'if (/[\\\\/:]/.test(folded))', to: 'if (folded === "never")', spec: files, title: '' },
  { threat: 'names as a forgiving file system sees them', file: `${policy}/protectedPaths.ts`, from: 'const folded = segments.map(foldName);\n  const own', to: 'const folded = segments;\n  const own', spec: files, title: '' },
  { threat: 'protected places by the name that was written', file: `${policy}/authorize.ts`, from: "if (written?.needs === 'refusal')", to: "if (written?.reason === 'never')", also: [{ file: `${policy}/authorize.ts`, from: 'written?.reason ?? real?.reason', to: 'real?.reason' }], spec: files, title: '' },
  { threat: 'protected places by where a link leads', file: `${policy}/authorize.ts`, from: "if (real?.needs === 'refusal')", to: "if (real?.reason === 'never')", also: [{ file: `${policy}/authorize.ts`, from: 'written?.reason ?? real?.reason', to: 'written?.reason' }], spec: files, title: '' },
  { threat: 'what gives power asks', file: `${policy}/decideCall.ts`, from: "if (consent !== null) return { decision: 'ask'", to: "if (consent === 'never') return { decision: 'ask'", spec: files, title: '' },
  { threat: 'a schema address that is written', file: 'src/engine/tools/writeFile.ts', from: 'consent ?? schemaAddressConsent(name, { before: old, after: content })', to: 'schemaAddressConsent && consent', spec: files, title: 'schema address' },
  { threat: 'a schema address that is edited in', file: 'src/engine/tools/editFile.ts', from: 'consent ?? (after.ok ? schemaAddressConsent(name, { before, after: after.value }) : null)', to: 'after.ok && schemaAddressConsent ? consent : consent', spec: files, title: 'schema address' },
  { threat: 'what cannot be resolved is refused', file: `${policy}/authorize.ts`, from: "return err('cannot be resolved: a symbolic link is broken or goes in circles, or a folder may not be entered.');", to: 'return ok({ real: path, stat: null });', spec: files, title: '' },
  { threat: 'secrets ask to be read', file: `${policy}/decideCall.ts`, from: "if (consent === null) return ruled ?? allowed('It only looks.');", to: "if (consent !== 'never') return ruled ?? allowed('It only looks.');", spec: permission, title: '' },
  { threat: 'a rule for everything is none for secrets', file: `${policy}/decideCall.ts`, from: '&& !rule.matches(ordinary)', to: '', spec: permission, title: 'paths and tools can be allowed' },
  { threat: 'a second look right before use', file: 'src/engine/tools/workspace.ts', from: 'if (now.value !== prepared)', to: "if (prepared === 'never')", spec: files, title: '' },
  { threat: 'a file that was moved while it was opened', file: 'src/engine/node/openedPath.ts', from: 'return actual === path ||', to: "return actual !== 'never' ||", spec: 'test/engine/node/anchor.test.ts', title: '' },
  { threat: 'lines that a search found elsewhere', file: 'src/engine/tools/searchText.ts', from: 'if (read !== null) take(read);', to: 'take(read ?? match);', spec: 'test/security/searchRace.test.ts', title: '' },
  { threat: 'names that a search found elsewhere', file: 'src/engine/tools/findFiles.ts', from: 'searched.ok ? await filesThatAreThere(workspace.files, found) : found', to: 'found', spec: 'test/security/searchRace.test.ts', title: '' },
  { threat: 'changes in another folder of the workspace ask', file: `${policy}/authorize.ts`, from: 'if (!resolved.ok || isInside(files.root, resolved.value.path)) return resolved;', to: 'if (!resolved.ok || resolved.ok) return resolved;', spec: 'test/engine/tools/workspaceFolders.test.ts', title: '' },
  { threat: 'commands in another folder of the workspace', file: `${policy}/authorize.ts`, from: 'if (!authorized.ok || isInside(files.root, authorized.value)) return authorized;', to: 'if (!authorized.ok || authorized.ok) return authorized;', spec: 'test/engine/tools/workspaceFolders.test.ts', title: '' },
  // Commands
  { threat: 'one plain command', file: `${policy}/command/plainCommand.ts`, from: "if (others.length > 0 || command.type !== 'command')", to: "if (command.type === 'never')", also: [beside], spec: rules, title: '' },
  { threat: 'nothing beside the command', file: `${policy}/command/plainCommand.ts`, from: "if (/\\S/.test(root.text.slice(0, command.start) + root.text.slice(command.end)))", to: "if (root.text === 'never')", also: [single], spec: rules, title: '' },
  { threat: 'lines', file: `${policy}/command/plainCommand.ts`, from: 'if (/[\\n\\r\\v\\f\\u0085\\u2028\\u2029]/.test(script))', to: "if (script === 'never')", spec: rules, title: '' },
  { threat: 'look-alikes', file: `${policy}/command/plainCommand.ts`, from: 'if (/[^\\u0000-\\u007f]/.test(script))', to: "if (script === 'never')", spec: rules, title: '' },
  { threat: 'wildcards, braces, variables in words', file: `${policy}/command/plainCommand.ts`, from: "const plainWord = /^[A-Za-z0-9_.,/:@%+=^~-]+$/;", to: 'const plainWord = /^[^ ]+$/;', spec: rules, title: '' },
  { threat: 'home folders', file: `${policy}/command/plainCommand.ts`, from: 'const expandedWord = /^[=^]|(?:^|[:=,/])~/;', to: 'const expandedWord = /^never$/;', spec: rules, title: '' },
  { threat: 'what is special in double quotes', file: `${policy}/command/plainCommand.ts`, from: 'specialInQuotes.test(node.text) || !node', to: '!node', spec: rules, title: '' },
  { threat: 'options that are not known', file: `${policy}/command/commandDoubt.ts`, from: 'if (use.unknownOption !== null)', to: "if (use.unknownOption === 'never')", spec: rules, title: '' },
  { threat: 'options of programs that are not known', file: `${policy}/command/commandDoubt.ts`, from: 'if (option) return `${optionDanger(program, option.word)}', to: "if (option?.word === 'never') return `${optionDanger(program, option.word)}", spec: rules, title: '' },
  { threat: "options before Git's command", file: `${policy}/command/gitCommands.ts`, from: 'if (!isLiteral(at) && ', to: "if (argv[at] === 'never' && !isLiteral(at) && ", spec: rules, title: '' },
  { threat: 'paths out of the workspace', file: `${policy}/command/namedPath.ts`, from: "if (!resolved.ok) return certainty === 'maybe'", to: "if (!resolved.ok) return certainty !== 'path' || word !== 'never'", spec: rules, title: '' },
  { threat: 'paths to secrets', file: `${policy}/command/namedPath.ts`, from: 'return resolved.value.consent;', to: 'return null;', spec: rules, title: '' },
  { threat: 'patterns for secrets', file: `${policy}/command/secretsNearby.ts`, from: "if (pattern.startsWith('!')) return null;", to: "if (pattern !== 'never') return null;", spec: rules, title: '' },
  { threat: 'folders with secrets in them', file: `${policy}/command/treeDoubt.ts`, from: 'return secret === undefined ? null', to: 'return secret !== null ? null', spec: rules, title: '' },
  { threat: 'links on the way through a folder', file: `${policy}/command/treeDoubt.ts`, from: 'if (!followsLinks) return null;', to: 'if (readsContent || !readsContent) return null;', spec: rules, title: '' },
  { threat: 'sed scripts', file: `${policy}/command/commandDoubt.ts`, from: 'isFree && !isHarmlessSedScript(word)', to: "isFree && word === 'never' && !isHarmlessSedScript(word)", spec: rules, title: '' },
  { threat: 'what programs are for', file: `${policy}/command/commandDoubt.ts`, from: 'if (kind) return', to: "if (kind && program === 'never') return", spec: rules, title: '' },
  { threat: 'secrets that are tracked', file: `${policy}/command/trackedSecrets.ts`, from: 'return secret === undefined ? null', to: 'return secret !== null ? null', spec: 'test/engine/tools/policy/command/trackedSecrets.test.ts', title: '' },
  { threat: 'settings of repositories inside a repository', file: 'src/engine/node/repositories.ts', from: 'const links = await indexLinks(own);', to: 'const links = (await indexLinks(own)).slice(0, 0);', spec: 'test/engine/tools/policy/command/repositoryDoubt.test.ts', title: '' },
  { threat: "a repository's own settings", file: `${policy}/command/repositoryDoubt.ts`, from: 'if (found !== undefined)', to: "if (found === 'never')", spec: 'test/engine/tools/policy/command/repositoryDoubt.test.ts', title: '' },
  { threat: 'commands inside commands, for rules that deny', file: `${policy}/command/commandReach.ts`, from: '[command, ...innerCommands(command)', to: '[command, ...innerCommands([])', spec: rules, title: '' },
  { threat: 'scripts inside commands, for rules that deny', file: `${policy}/command/commandReach.ts`, from: 'new Set(commands.flatMap(innerScripts))', to: 'new Set<string>()', spec: rules, title: '' },
  { threat: 'deny wins', file: `${policy}/decideCommand.ts`, from: "if (denied?.match === 'yes')", to: "if (denied?.text === 'never')", spec: rules, title: '' },
  { threat: 'what cannot be read asks where something is denied', file: `${policy}/decideCommand.ts`, from: 'return reach.isOpaque && isGuarded ?', to: 'return reach.isOpaque && !isGuarded ?', spec: rules, title: '' },
  { threat: 'length', file: `${policy}/command/commandParser.ts`, from: 'if (script.length > characterLimit)', to: 'if (script.length < 0)', spec: rules, title: '' },
  // Approvals
  { threat: 'unattended, what asks is refused', file: `${policy}/permission.ts`, from: 'if (!ports.isAttended())', to: 'if (!ports.isAttended)', spec: permission, title: '' },
  { threat: 'approvals end where a script changes', file: 'src/engine/agent/approval.ts', from: "if (now.type !== 'ask' || now.fingerprint === decision.fingerprint)", to: "if (now.type !== 'never')", spec: 'test/engine/agent/approval.test.ts', title: '' },
  { threat: 'rules end where the run changes what they allow', file: `${policy}/runChanges.ts`, from: "if (changed === null ||", to: "if (changed !== 'never' ||", spec: 'test/engine/tools/policy/runChanges.test.ts', title: 'whatever changed it' },
  { threat: 'a denied call does not run', file: 'src/engine/agent/callExecutor.ts', from: "if (refusal !== null) return", to: "if (refusal === 'never') return", spec: 'test/security/registry.test.ts', title: '' },
  // Secrets
  { threat: 'tool output loses secrets', file: 'src/engine/agent/callExecutor.ts', from: 'output: redaction.all(told)', to: 'output: told', spec: canary, title: '' },
  { threat: 'the whole output too', file: 'src/engine/agent/callExecutor.ts', from: 'whole: redaction.all(whole)', to: 'whole', spec: canary, title: '' },
  { threat: 'progress loses secrets', file: 'src/engine/agent/callExecutor.ts', from: 'ports.redaction.all(text)', to: 'text', spec: canary, title: '' },
  { threat: 'words of a model lose keys', file: 'src/engine/agent/withoutKeys.ts', from: 'const text = redaction.keys(waiting + event.text);', to: 'const text = waiting + event.text;', spec: 'test/engine/agent/withoutKeys.test.ts', title: '' },
  { threat: 'keys in pieces', file: 'src/engine/agent/withoutKeys.ts', from: 'text.length - redaction.openEnd(text)', to: 'text.length', spec: 'test/engine/agent/withoutKeys.test.ts', title: '' },
  { threat: 'failures lose keys', file: 'src/engine/agent/withoutKeys.ts', from: 'message: keys(event.failure.message)', to: 'message: event.failure.message', spec: 'test/engine/agent/withoutKeys.test.ts', title: '' },
  { threat: 'answers of a person lose keys', file: 'src/engine/runtime/withoutKeysIn.ts', from: 'answer: keys(command.answer)', to: 'answer: command.answer', spec: canary, title: '' },
  { threat: 'children get a fixed environment', file: 'src/engine/node/nodeShell.ts', from: '...processEnvironment(environment, marker)', to: '...environment, ...processEnvironment(environment, marker)', spec: 'test/security/commands.test.ts', title: '' },
];
