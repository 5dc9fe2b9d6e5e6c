import type { Guard } from './guard.ts';

const [mcp, tests] = ['src/engine/tools/mcp', 'test/engine/tools/mcp'];
const login = 'test/faults/mcp/login.test.ts';
const places = `${tests}/mcpPlaces.test.ts`;
const editors = 'test/engine/tools/editorTools/editorToolSource.test.ts';
const sandboxed = 'test/faults/mcp/sandboxedServer.test.ts';
const [source, hostile, web] = [`${tests}/mcpSource.test.ts`, 'test/faults/mcp/hostileServer.test.ts', 'test/faults/mcp/webServer.test.ts'];

/** What stands between a workspace's MCP servers and everything else. */
export const mcpGuards: readonly Guard[] = [
  { threat: 'starts without consent', file: `${mcp}/mcpSource.ts`, from: "  if (!consent.ok) return err(failed('permission', consent.error));\n", to: '', spec: source, title: 'is asked for once' },
  { threat: 'consent without the whole command', file: `${mcp}/describeServer.ts`, from: '`starts: ${[definition.command, ...definition.args]', to: '`starts: ${[definition.command]', spec: source, title: 'is asked for once' },
  { threat: 'hidden characters in a definition', file: `${mcp}/describeServer.ts`, from: 'redact(revealHidden(text)', to: 'redact((text)', spec: source, title: 'shows what is hidden in a definition' },
  { threat: 'secrets of a definition in a dialog', file: `${mcp}/describeServer.ts`, from: '? masked(value) :', to: '? quoted(value) :', spec: source, title: 'shows what is hidden in a definition' },
  { threat: 'consent where nobody is there', file: 'src/engine/tools/consent/consentGate.ts', from: 'if (!isAttended) return err(', to: 'if (false) return err(', spec: source, title: 'is never given where nobody' },
  { threat: 'a changed definition counts as agreed to', file: 'src/engine/tools/consent/consentGate.ts', from: 'if (known?.definition === definition)', to: 'if (known !== undefined)', spec: source, title: 'when anything in the definition changes' },
  { threat: 'a changed script counts as agreed to', file: `${mcp}/fingerprints.ts`, from: 'if (bytes) hash.update(path).update(bytes);', to: '', spec: source, title: 'that the command names changes' },
  { threat: 'a script changed by a phase is started again', file: `${mcp}/mcpServer.ts`, from: 'if (!(await this.#server.isAsAgreed()))', to: 'if (false)', spec: source, title: 'does not cover what a phase made' },
  { threat: 'other descriptions at the next start', file: `${mcp}/agreedDescriptions.ts`, from: 'if (consent.descriptions !== null) {', to: 'if (false) {', spec: source, title: 'that differ at another start ask again' },
  { threat: 'other descriptions in the middle of a phase', file: `${mcp}/mcpTools.ts`, from: 'isChanged = current.value.descriptions !== descriptions;', to: '', spec: source, title: 'that change are refused to a phase' },
  { threat: 'a change that the server announced is passed over', file: `${mcp}/messageGuard.ts`, from: 'haveToolsChanged = true;', to: '', spec: source, title: 'that change are refused to a phase' },
  { threat: 'hidden characters in a description', file: `${mcp}/mcpTools.ts`, from: '${revealHidden(description)}', to: '${description}', spec: source, title: 'are cleaned and bounded' },
  { threat: 'hidden characters in a schema', file: 'src/engine/tools/boundedSchema.ts', from: "if (typeof value === 'string') return revealHidden(value);", to: '', spec: source, title: 'are cleaned and bounded' },
  { threat: 'descriptions without end', file: `${mcp}/mcpTools.ts`, from: 'told.length > agreed.limits.descriptionCharacters', to: 'false', spec: source, title: 'are cleaned and bounded' },
  { threat: 'schemas without end', file: 'src/engine/tools/boundedSchema.ts', from: 'depthOf(rest) <= deepest && JSON', to: 'JSON', spec: source, title: 'with a schema that is too deep' },
  { threat: 'schemas as long as books', file: 'src/engine/tools/boundedSchema.ts', from: '&& JSON.stringify(rest).length <= maxCharacters', to: '', spec: source, title: 'with a schema that is too deep' },
  { threat: 'names that vendors refuse', file: 'src/engine/tools/vendorName.ts', from: "tool.replaceAll(/[^A-Za-z0-9_-]/g, '_')", to: 'tool', spec: source, title: 'are namespaced' },
  { threat: 'names without end', file: 'src/engine/tools/vendorName.ts', from: 'name.length <= longest ? name :', to: 'true ? name :', spec: source, title: 'are namespaced' },
  { threat: 'a tool that poses as another', file: 'src/engine/tools/vendorName.ts', from: 'isShared ? `', to: 'false ? `', spec: source, title: 'are namespaced' },
  { threat: 'thousands of tools', file: `${mcp}/mcpServer.ts`, from: 'tools.slice(0, this.#ports.limits.tools)', to: 'tools', spec: source, title: 'stand for one tool or for all' },
  { threat: 'an endless list of tools', file: `${mcp}/connect.ts`, from: 'listMaxPages: 64,', to: 'listMaxPages: Infinity,', spec: source, title: 'an endless list of tools' },
  { threat: 'a call that nobody is asked about', file: `${mcp}/mcpTools.ts`, from: "    effect: 'process',\n    title: () => revealHidden(name),", to: "    effect: 'none',\n    title: () => revealHidden(name),", spec: source, title: 'count as commands' },
  { threat: 'a lasting yes to another server of the same name', file: 'src/engine/tools/policy/permission.ts', from: 'scriptFingerprint(ports, subject) : definition)', to: "scriptFingerprint(ports, subject) : '')", spec: 'test/engine/tools/policy/permission.test.ts', title: 'for a tool that is defined somewhere' },
  { threat: 'a program outside the workspace', file: `${mcp}/runningServers.ts`, from: 'isRelative ? await authorizeRead(files, command) :', to: 'false ? await authorizeRead(files, command) :', spec: places, title: 'stay inside it' },
  { threat: 'a folder outside the workspace', file: `${mcp}/runningServers.ts`, from: 'return isUsers && isAbsolute(cwd) ? ok(cwd)', to: 'return true ? ok(cwd)', spec: places, title: 'stay inside it' },
  { threat: 'the environment for a workspace\'s server', file: `${mcp}/expandDefinition.ts`, from: "source === 'user' ? variables :", to: 'true ? variables :', spec: places, title: 'variables of the environment' },
  { threat: 'an input that the file does not show', file: `${mcp}/describeServer.ts`, from: '...(inputs.length === 0 ? []', to: '...(inputs.length >= 0 ? []', spec: places, title: 'what the person is asked for' },
  { threat: 'an input that is read again for variables', file: 'src/engine/model/mcpServer.ts', from: 'return text.replaceAll(variable, (_, name: string) => lookup(name));', to: 'const once = text.replaceAll(variable, (_, name: string) => lookup(name));\n  return once === text ? text : expandVariables(once, lookup);', spec: places, title: 'what the person is asked for' },
  { threat: 'keys of inputs in what is printed', file: 'src/engine/node/environmentSecrets.ts', from: '^PHASEGATE_INPUT_|', to: '', spec: 'test/engine/node/environmentSecrets.test.ts', title: '' },
  { threat: 'an approval that a file gives itself', file: 'src/engine/workflow/mcpFile/readServer.ts', from: "'autoApprove', 'alwaysAllow', 'trust', ", to: '', spec: 'test/engine/workflow/mcpFile/checkMcpFile.test.ts', title: 'cannot approve itself' },

  { threat: 'a message without end', file: `${mcp}/messageGuard.ts`, from: 'characters > limits.messageBytes ?', to: 'false ?', spec: hostile, title: 'a message without end' },
  { threat: 'an answer without end for the model', file: `${mcp}/answerText.ts`, from: 'cut.text', to: 'text', spec: hostile, title: 'a long answer is shortened' },
  { threat: 'junk on standard output', file: `${mcp}/messageGuard.ts`, from: 'if (junkBytes > limits.junkBytes)', to: 'if (false)', spec: hostile, title: 'lines that are no messages' },
  { threat: 'noise on the error stream', file: 'src/engine/node/serverProcesses.ts', from: ".slice(-errorTextCharacters)", to: '', spec: 'test/engine/node/serverProcesses.test.ts', title: 'noise without end' },
  { threat: 'a flood of messages', file: `${mcp}/messageGuard.ts`, from: 'if (messages > limits.messagesPerTenSeconds)', to: 'if (false)', spec: hostile, title: 'a flood of messages' },
  { threat: 'hidden characters in an answer', file: `${mcp}/answerText.ts`, from: "revealHidden(content.map(partText).join('\\n'))", to: "content.map(partText).join('\\n')", spec: hostile, title: 'hidden characters in an answer' },
  { threat: 'wishes nobody hears of', file: `${mcp}/messageGuard.ts`, from: 'refused.add(method);', to: 'return null;', spec: hostile, title: 'wishes for model answers' },
  { threat: 'a greeting that never comes', file: `${mcp}/mcpServer.ts`, from: 'AbortSignal.any([this.#lifetime.signal, AbortSignal.timeout(limits.startMs)])', to: 'this.#lifetime.signal', spec: hostile, title: 'a greeting that never comes' },
  { threat: 'a call that never ends', file: `${mcp}/clientConnection.ts`, from: 'timeout: limits.callMs, maxTotalTimeout: limits.longestCallMs', to: 'timeout: 1e9', spec: hostile, title: 'a call ends after its time' },
  { threat: 'progress without end', file: `${mcp}/clientConnection.ts`, from: ', maxTotalTimeout: limits.longestCallMs', to: '', spec: hostile, title: 'a call ends after its time' },
  { threat: 'a hung server that is kept', file: `${mcp}/mcpServer.ts`, from: 'if (connection.isOpen && !isSilent) return;', to: 'if (connection.isOpen) return;', spec: hostile, title: 'started anew when it does not answer' },
  { threat: 'keys in its last words', file: `${mcp}/failureOf.ts`, from: 'redact(revealHidden(text), [])', to: 'text', spec: hostile, title: 'with its last words' },
  { threat: 'starts without end', file: `${mcp}/mcpServer.ts`, from: 'if (!this.#running && this.#failures >= this.#ports.limits.failures)', to: 'if (false)', spec: hostile, title: 'again and again' },
  { threat: 'children that hide', file: 'src/engine/node/serverProcesses.ts', from: '  await endAll(group, marker);', to: '', spec: hostile, title: 'children that hide' },
  { threat: 'memory without end', file: `${mcp}/mcpServer.ts`, from: 'if (bytes > limits.memoryBytes)', to: 'if (false)', spec: hostile, title: 'one that grows too large' },
  { threat: 'a server that nobody needs', file: `${mcp}/mcpServer.ts`, from: 'if (this.#calls === 0) this.#endWhenIdle();', to: '', spec: hostile, title: 'one that nobody uses' },
  { threat: 'a server that grows old', file: `${mcp}/mcpServer.ts`, from: '!this.#connection.isOpen || isOld', to: '!this.#connection.isOpen', spec: hostile, title: 'one that is old' },
  { threat: 'a server started again after it was revoked', file: `${mcp}/mcpServer.ts`, from: 'if (this.#lifetime.signal.aborted) return err(failed(\'cancelled\', `The MCP', to: 'if (false) return err(failed(\'cancelled\', `The MCP', spec: hostile, title: 'one that is told to end' },
  { threat: 'keys in its environment', file: 'src/engine/node/processEnvironment.ts', from: '.filter(([name]) => passed.includes(name.toUpperCase()))', to: '', spec: hostile, title: 'a fixed environment' },
  { threat: 'servers of a killed owner', file: 'src/engine/node/serverProcesses.ts', from: 'await (reaped ??= endOrphans());', to: '', spec: 'test/engine/node/serverProcesses.test.ts', title: 'whose owner was killed' },
  { threat: 'servers that outlive a killed owner', file: 'src/engine/node/serverProcesses.ts', from: '      await watched();\n', to: '', spec: 'test/faults/mcp/killedOwner.test.ts', title: '' },
  { threat: 'servers of a living owner are ended', file: 'src/engine/node/orphans.ts', from: 'if (await isOrphaned(marker))', to: 'if (true)', spec: 'test/engine/node/serverProcesses.test.ts', title: 'whose owner was killed' },
  { threat: 'a definition that hides its server', file: 'src/engine/node/serverProcesses.ts', from: ', [markerVariable]: variables[markerVariable] ?? marker }', to: ' }', spec: 'test/engine/node/serverProcesses.test.ts', title: 'cannot be given another mark' },

  { threat: 'a server outside the sandbox', file: 'src/engine/node/sandboxedServers.ts', from: "if (wanted === 'off') return", to: 'return', spec: sandboxed, title: 'writes the workspace and nothing else' },
  { threat: 'a server that starts without the sandbox', file: 'src/engine/node/sandboxedServers.ts', from: 'err(`Servers must', to: 'processes.start(command); err(`Servers must', spec: sandboxed, title: 'does not start where there is no sandbox' },
  { threat: 'a server that writes what it may only read', file: 'src/engine/node/sandbox.ts', from: "canWrite ? '--bind' : '--ro-bind', root", to: "'--bind', root", spec: sandboxed, title: 'cannot write the workspace either' },
  { threat: 'the network without saying so', file: `${mcp}/describeServer.ts`, from: '(definition.network ?', to: '(false ?', spec: sandboxed, title: 'which is shown' },

  { threat: 'a tool of the editor that turned into another', file: 'src/engine/tools/editorTools/editorPins.ts', from: 'if (changed.length > 0) {', to: 'if (false) {', spec: editors, title: 'describe themselves differently' },
  { threat: 'a tool of the editor that turned in the middle of a phase', file: 'src/engine/tools/editorTools/editorTool.ts', from: 'if (editorToolHash(now) !== editorToolHash(tool))', to: 'if (false)', spec: editors, title: 'describe themselves differently' },
  { threat: 'a call of the editor that nobody is asked about', file: 'src/engine/tools/editorTools/editorTool.ts', from: "effect: 'process', definition: hash }", to: "effect: 'none', definition: hash }", spec: editors, title: 'count as commands' },
  { threat: 'a lasting yes to whatever the editor calls so', file: 'src/engine/tools/editorTools/editorTool.ts', from: ', definition: hash }', to: ' }', spec: editors, title: 'count as commands' },
  { threat: 'a tool of the editor that never answers', file: 'src/engine/tools/editorTools/editorTool.ts', from: 'AbortSignal.any([signal, time])', to: 'signal', spec: editors, title: 'stopped, or silent' },
  { threat: 'an answer of the editor without end', file: 'src/engine/tools/editorTools/editorTool.ts', from: 'if (characters > longest.answer)', to: 'if (false)', spec: editors, title: 'answer in text' },

  { threat: 'a command that brings placeholders along', file: 'src/engine/workflow/promptSnippets.ts', from: "text.replaceAll(/\\{(?=\\{|$)/g, '{ ')", to: 'text', spec: 'test/engine/workflow/promptSnippets.test.ts', title: 'hold no placeholders' },

  { threat: 'a login that leads to the inside of a network', file: `${mcp}/login/safeFetch.ts`, from: 'if (problem !== undefined) throw', to: 'if (false) throw', spec: login, title: 'leads nowhere that must not be reached' },
  { threat: 'a return to a login that nobody began', file: 'src/engine/node/loopbackVisit.ts', from: " && searchParams.get('state') === state", to: '', spec: login, title: 'by a return that nobody began' },
  { threat: 'a login that was taken back and is kept', file: `${mcp}/login/renewing.ts`, from: 'onRefused: () => store.remove()', to: 'onRefused: () => Promise.resolve()', spec: login, title: 'whose login was taken back' },
  { threat: 'tokens in the middle of other data', file: `${mcp}/login/loginProvider.ts`, from: 'tokens: rest, client', to: 'tokens: given, client', spec: login, title: 'is used after the person went there' },

  { threat: 'a value of a model in a shell line', file: 'src/engine/workflow/ownTool/commandRules.ts', from: ', ...codeFindings(all)', to: '', spec: 'test/engine/workflow/ownTool/checkOwnTool.test.ts', title: 'a value in a shell line' },

  { threat: 'an answer without end from the web', file: 'src/engine/node/webFetch.ts', from: 'if (bytes > messageBytes) controller', to: 'if (false) controller', spec: web, title: 'an answer without end' },
  { threat: 'silence of the web', file: `${mcp}/clientConnection.ts`, from: 'timeout: limits.callMs, maxTotalTimeout: limits.longestCallMs', to: 'timeout: 1e9', spec: web, title: 'silence ends' },
  { threat: 'keys in errors from the web', file: `${mcp}/failureOf.ts`, from: 'redact(revealHidden(text), [])', to: 'text', spec: web, title: 'errors of the protocol beneath' },
  { threat: 'metadata addresses and plain http', file: `${mcp}/expandDefinition.ts`, from: "expanded.transport === 'http' ? addressProblem(expanded.url) : undefined", to: 'undefined', spec: web, title: 'places that must not be reached' },
  { threat: 'a redirect to another place', file: 'src/engine/node/webFetch.ts', from: "redirect: 'manual', ", to: "redirect: 'follow', ", spec: web, title: 'a redirect to another place' },
];
