import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ok } from '../../../src/engine/base/result.ts';
import type { ExecutionId, PhaseId, RunId, ToolCallId } from '../../../src/engine/model/ids.ts';
import type { Json } from '../../../src/engine/model/json.ts';
import { nodeFiles } from '../../../src/engine/node/nodeFiles.ts';
import { nodeShell } from '../../../src/engine/node/nodeShell.ts';
import { nodeRepositories } from '../../../src/engine/node/repositories.ts';
import type { CodeIntelligence } from '../../../src/engine/ports/codeIntelligence.ts';
import type { Files } from '../../../src/engine/ports/files.ts';
import type { Shell } from '../../../src/engine/ports/shell.ts';
import type { PreparedCall, Tool, Toolbox, ToolContext, ToolResult } from '../../../src/engine/ports/tool.ts';
import { createPermission } from '../../../src/engine/tools/policy/permission.ts';
import type { RuleBook } from '../../../src/engine/tools/policy/ruleBook.ts';
import { createToolbox } from '../../../src/engine/tools/toolbox.ts';
import { parser } from './policy/command/parser.ts';

export const silentLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** `outside/` and `workspace/` side by side, so that a test can see whether anything left the workspace. */
export interface Fixture {
  readonly root: string;
  readonly outside: string;
  readonly files: Files;
  readonly shell: Shell;
  readonly toolbox: Toolbox;
  write(path: string, content: string | Uint8Array): void;
  tool(name: string): Tool;
  prepare(name: string, input: Json): Promise<PreparedCall>;
  /** Everything is approved but what always asks, and nobody is there to ask. A refusal or bad input becomes a result with the outcome `denied`. */
  call(name: string, input: Json, overrides?: Partial<ToolContext> & { readonly signal?: AbortSignal }): Promise<ToolResult>;
  dispose(): void;
}

export interface FixtureOptions {
  readonly ripgrepPath?: string | null;
  /** Of the program itself; this process's own unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Stands between the tools and the files. */
  readonly watch?: (files: Files) => Files;
  readonly codeIntelligence?: CodeIntelligence;
}

export async function workspaceFixture({ ripgrepPath, environment = process.env, watch = (files) => files, codeIntelligence }: FixtureOptions = {}): Promise<Fixture> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-tools-')));
  const [root, outside] = [join(base, 'workspace'), join(base, 'outside')];
  mkdirSync(root);
  mkdirSync(outside);
  const files = watch(await nodeFiles(root));
  const shell = nodeShell({ graceMs: 200, environment });
  const toolbox = createToolbox({ files, shell, ripgrepPath, codeIntelligence, log: silentLog });
  const permission = createPermission({ files, repositories: nodeRepositories, parser, book: emptyBook, mode: () => 'all', isAttended: () => false });
  const tool = (name: string): Tool => {
    const found = toolbox.find(name);
    if (!found) throw new Error(`no tool ${name}`);
    return found;
  };
  return {
    root, outside, files, shell, toolbox, tool,
    write(path, content) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    async prepare(name, input) {
      const prepared = await tool(name).prepare(input);
      if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
      return prepared.value;
    },
    async call(name, input, { signal = new AbortController().signal, ...overrides } = {}) {
      const prepared = await tool(name).prepare(input);
      if (prepared.ok) {
        const decision = await permission.decide(tool(name), prepared.value.intent);
        return decision.type === 'allow' ? prepared.value.run({ ...toolContext, ...overrides }, signal) : { outcome: 'denied', output: decision.reason };
      }
      return { outcome: 'denied', output: prepared.error.type === 'refused' ? prepared.error.message : prepared.error.issues.map(({ pointer, message }) => `${pointer}: ${message}`).join('\n') };
    },
    dispose: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** No rules and nothing remembered. */
export const emptyBook: RuleBook = { rules: async () => ok([]), remembered: async () => [], remember: async () => undefined };

export const toolContext: ToolContext = {
  call: 'call-1' as ToolCallId,
  run: 'run-1' as RunId,
  phase: 'plan' as PhaseId,
  execution: 'execution-1' as ExecutionId,
  progress: () => undefined,
  ask: () => Promise.resolve('yes'),
  artifactOf: () => Promise.resolve(undefined),
};
