import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Json, JsonObject, JsonSchema } from '../../../../src/engine/model/json.ts';
import type { Message, ModelToolCall } from '../../../../src/engine/model/message.ts';
import type { LanguageModel, ToolSpec, TurnEvent } from '../../../../src/engine/ports/languageModel.ts';

/** A copy of the sample project that is gone after `remove`. */
export function copySample(): { readonly root: string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'phasegate-sample-'));
  cpSync(join(import.meta.dirname, '../../../sample'), root, { recursive: true });
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export interface Answer {
  readonly output: string;
  readonly isError: boolean;
}

type Perform = (input: Record<string, string>, raw: JsonObject) => Answer;

/** Small stand-ins that really read, write and run in a folder. */
export function workspaceTools(root: string): Readonly<Record<string, Perform>> {
  const at = (path = ''): string => join(root, path);
  const good = (output: string): Answer => ({ output, isError: false });
  const bad = (output: string): Answer => ({ output, isError: true });
  return {
    list_files: ({ path }) => good(readdirSync(at(path), { withFileTypes: true }).map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).join('\n')),
    find_files: () => good((readdirSync(root, { recursive: true, encoding: 'utf8' })).toSorted().join('\n')),
    search_text: ({ pattern }) => good(`src/index.js:1: ${pattern}`),
    read_file: ({ path }) => (existsSync(at(path)) ? good(readFileSync(at(path), 'utf8')) : bad(`There is no file ${path}.`)),
    write_file: ({ path, content = '' }) => {
      writeFileSync(at(path), content);
      return good(`Wrote ${path}.`);
    },
    edit_file: ({ path }, { edits }) => {
      let text = readFileSync(at(path), 'utf8');
      for (const edit of edits as readonly Record<string, string>[]) {
        const { oldText = '', newText = '' } = edit;
        if (text.split(oldText).length !== 2) return bad(`The old text occurs ${text.split(oldText).length - 1} times in ${path}.`);
        text = text.replace(oldText, () => newText);
      }
      writeFileSync(at(path), text);
      return good(`Edited ${path}.`);
    },
    run_command: ({ command = '' }) => {
      const environment = { ...process.env, NODE_TEST_CONTEXT: undefined, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` };
      const result = spawnSync(command, { cwd: root, shell: true, encoding: 'utf8', env: environment });
      return { output: `${result.stdout}${result.stderr}\nExit code: ${result.status ?? 1}`, isError: result.status !== 0 };
    },
    ask_user: () => good('Keep it small, please.'),
  };
}

export interface Drive {
  readonly model: LanguageModel;
  readonly prompt: string;
  readonly tools: Readonly<Record<string, Perform>>;
  readonly schema: JsonSchema;
  /** Why an artifact is turned down; nothing accepts it. */
  readonly judge?: (artifact: Json) => string | null;
  readonly seed?: number;
}

export interface Driven {
  readonly artifact: Json | undefined;
  readonly messages: readonly Message[];
  readonly calls: readonly ModelToolCall[];
  readonly events: readonly TurnEvent[];
  readonly turns: number;
}

const specs: Readonly<Record<string, readonly string[]>> = {
  list_files: ['path'], find_files: ['glob'], search_text: ['pattern', 'glob'], read_file: ['path', 'startLine', 'lineCount'], write_file: ['path', 'content'], run_command: ['command', 'timeoutSeconds'], ask_user: ['question'],
};

function specOf(name: string): ToolSpec {
  const properties: JsonObject = name === 'edit_file'
    ? { path: { type: 'string' }, edits: { type: 'array', items: { type: 'object', properties: { oldText: { type: 'string' }, newText: { type: 'string' } } } } }
    : Object.fromEntries((specs[name] ?? []).map((property) => [property, { type: 'string' }]));
  return { name, description: name, inputSchema: { type: 'object', properties, ...(name === 'ask_user' ? { additionalProperties: false } : {}) } };
}

/** Runs a conversation until the artifact is accepted or the model stops, at most 40 turns. */
export async function drive({ model, prompt, tools, schema, judge = () => null, seed = 7 }: Drive): Promise<Driven> {
  const messages: Message[] = [{ role: 'user', text: prompt }];
  const offered = [...Object.keys(tools).map(specOf), { name: 'submit_artifact', description: '', inputSchema: schema }];
  const events: TurnEvent[] = [];
  const made: ModelToolCall[] = [];
  for (let turn = 1; turn <= 40; turn += 1) {
    const own: TurnEvent[] = [];
    for await (const event of model.streamTurn({ system: 'Work.', messages: [...messages], tools: offered, maxOutputTokens: 1_000, seed }, new AbortController().signal)) own.push(event);
    events.push(...own);
    const calls = own.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));
    made.push(...calls);
    messages.push({ role: 'assistant', text: own.map((event) => (event.type === 'text-delta' ? event.text : '')).join(''), calls });
    if (calls.length === 0) return { artifact: undefined, messages, calls: made, events, turns: turn };
    for (const call of calls) {
      const complaint = call.name === 'submit_artifact' ? judge(call.input) : undefined;
      if (complaint === null) return { artifact: call.input, messages, calls: made, events, turns: turn };
      const input = call.input as Record<string, string>;
      const { output, isError } = complaint === undefined ? (tools[call.name]?.(input, call.input as JsonObject) ?? { output: `There is no tool ${call.name}.`, isError: true }) : { output: complaint, isError: true };
      messages.push({ role: 'tool', callId: call.id, name: call.name, output, isError });
    }
  }
  return { artifact: undefined, messages, calls: made, events, turns: 40 };
}

/** Only the named tools. */
export function only(tools: Readonly<Record<string, Perform>>, ...names: readonly string[]): Readonly<Record<string, Perform>> {
  return Object.fromEntries(Object.entries(tools).filter(([name]) => names.includes(name)));
}
