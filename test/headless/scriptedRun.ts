import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FaultServer } from '../servers/faultServer.ts';
import { type ScriptedReply, type ScriptedRequest, startScriptedModel } from '../servers/scriptedModel.ts';
import { type Ended, phasegate, type Place, samplePlace } from './commandLine.ts';

const note = { type: 'note', schema: { type: 'object', properties: { title: { type: 'string', minLength: 3 } }, required: ['title'], additionalProperties: false } };

/** Two phases that write a file each: `first.txt`, then `second.txt`. */
export const twoSteps = {
  id: 'two-steps', name: 'Two steps', version: 1,
  defaults: { attempts: 1, maxTurns: 12 },
  phases: [
    { id: 'first', name: 'First', type: 'automated', prompt: 'Phase first: {{input.goal}}', tools: ['read_file', 'write_file'], output: note },
    { id: 'second', name: 'Second', type: 'automated', prompt: 'Phase second after {{artifacts.first.title}}', dependsOn: ['first'], tools: ['read_file', 'write_file'], output: note },
  ],
};

export type Script = (request: ScriptedRequest) => ScriptedReply;

/** A sample project, a model server, and the command line between them. */
export interface ScriptedPlace extends Place {
  readonly server: FaultServer;
  /** Calls the command line with `--store`, `--base-url`, `--json` and a key. */
  call(...args: readonly string[]): Promise<Ended>;
  run(template: object, ...args: readonly string[]): Promise<Ended>;
  file(name: string): string;
  /** Every run can be brought about again from its record; throws where one cannot. */
  replayAll(): Promise<void>;
  close(): Promise<void>;
}

export async function scriptedPlace(script: Script): Promise<ScriptedPlace> {
  const place = samplePlace();
  const server = await startScriptedModel(script);
  const call = (...args: readonly string[]): Promise<Ended> =>
    phasegate([...args, '--store', place.store, '--base-url', server.url, '--json'], { env: { ANTHROPIC_API_KEY: 'sk-ant-key-for-a-test-0123456789' } });
  const file = (name: string): string => path.join(place.workspace, name);
  return {
    ...place, server, call, file,
    run(template, ...args) {
      const path = file('template.json');
      writeFileSync(path, JSON.stringify(template));
      return call('run', path, '--workspace', place.workspace, '--goal', 'the sample', '--model', 'anthropic', '--approve', 'edits', ...args);
    },
    async replayAll() {
      for (const { runId } of (await call('list')).rows) {
        const { code, stdout, stderr } = await call('replay', String(runId), '--workspace', place.workspace);
        if (code !== 0) throw new Error(`Run ${String(runId)} does not replay: ${stdout}${stderr}`);
      }
    },
    async close() {
      await server.close();
      place.dispose();
    },
  };
}

/** Writes `<phase>.txt` with `content`, then submits a note. */
export function writesFiles(content: (phase: string) => string): Script {
  return ({ turn, text }) => {
    const phase = /Phase (\w+)/.exec(text)?.[1] ?? 'none';
    if (turn === 0) return { calls: [{ name: 'write_file', input: { path: `${phase}.txt`, content: content(phase) } }] };
    return { calls: [{ name: 'submit_artifact', input: { title: `Note of ${phase}` } }] };
  };
}

export interface Summary {
  readonly runId: string;
  readonly status: string;
  readonly phases: readonly { readonly id: string; readonly status: string; readonly attempts: number; readonly artifact: string | null }[];
}

export function summaryOf({ rows, stderr }: Ended): Summary {
  const last = rows.at(-1);
  if (last?.['type'] !== 'summary') throw new Error(`No summary: ${stderr}`);
  return last as unknown as Summary;
}

export const statusesOf = (ended: Ended): readonly string[] => summaryOf(ended).phases.map(({ status }) => status);
