import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import * as z from 'zod';
import { openWorkbench } from '../editor/driver.ts';
import { button, createProject, phaseNode, startWithKey } from '../editor/journey/questions.ts';
import { end, event, start, toolBlock } from '../servers/messagesStream.ts';

export interface FirstTokenFigures {
  readonly turns: number;
  /** From the bytes of a turn's first words to the words in the panel's document. */
  readonly firstP50Ms: number;
  readonly firstP90Ms: number;
  readonly firstMaxMs: number;
  /** The same for the words that follow, one piece every 20 ms. */
  readonly laterP50Ms: number;
  readonly laterP90Ms: number;
}

const turns = 20;
const laterPieces = 8;
const laterPauseMs = 20;
const schema = { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'], additionalProperties: false };
const template = { id: 'talk', name: 'Talk', version: 1, phases: [{ id: 'talk', name: 'Talk', type: 'automated', prompt: 'Talk.', output: { type: 'talk', schema }, tools: ['find_files'], maxTurns: turns + 2 }] };

/** A model on loopback that says when the bytes of each word leave, and a real editor whose panel says when the word is there: one clock. */
export async function measureFirstToken(): Promise<FirstTokenFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'phasegate-token-'));
  mkdirSync(join(folder, '.phasegate/templates'), { recursive: true });
  writeFileSync(join(folder, '.phasegate/templates/talk.json'), JSON.stringify(template));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rmSync(folder, { recursive: true, force: true }));
  const model = await startTalker();
  cleanup.defer(() => model.close());
  const workbench = await openWorkbench(folder, { name: 'first-token', settings: { 'phasegate.anthropic.baseUrl': model.url, 'phasegate.model': 'anthropic/claude-sonnet-5', 'phasegate.autoProceed': true } });
  cleanup.defer(() => workbench.close());
  await workbench.openView('Phasegate');
  await createProject(workbench, { name: 'Chatter', goal: 'Words', workflow: 'Talk' });
  const panel = await workbench.webviewFrame('Phasegate');
  await button(panel, 'Start').waitFor();
  await noteWords(panel);
  await startWithKey(workbench, 'sk-ant-canary-0123456789abcdef');
  await phaseNode(panel, /Talk, Completed/).waitFor({ timeout: 120_000 });
  return figures(model.sentAt, await wordsSeen(panel));
}

/** `word-<turn>-<piece>`; piece 0 is the first of its turn. */
function figures(sentAt: ReadonlyMap<string, number>, seenAt: ReadonlyMap<string, number>): FirstTokenFigures {
  const delays = [...sentAt].flatMap(([word, at]) => {
    const seen = seenAt.get(word);
    return seen === undefined ? [] : [{ isFirst: word.endsWith('-0x'), ms: seen - at }];
  });
  const first = delays.filter(({ isFirst }) => isFirst).map(({ ms }) => ms);
  const later = delays.filter(({ isFirst }) => !isFirst).map(({ ms }) => ms);
  return { turns: first.length, firstP50Ms: quantile(first, 0.5), firstP90Ms: quantile(first, 0.9), firstMaxMs: Math.max(...first), laterP50Ms: quantile(later, 0.5), laterP90Ms: quantile(later, 0.9) };
}

interface Talker {
  readonly url: string;
  /** By word, in milliseconds since 1970. */
  readonly sentAt: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

async function startTalker(): Promise<Talker> {
  const sentAt = new Map<string, number>();
  let turn = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => void talk(response, turn++, sentAt).catch(() => response.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sentAt, close };
}

async function talk(response: ServerResponse, turn: number, sentAt: Map<string, number>): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(start() + event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }));
  await wait(150 + 37 * (turn % 7));
  for (let piece = 0; piece <= laterPieces; piece += 1) {
    const word = `word-${turn}-${piece}x`;
    const bytes = event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: `${word} ` } });
    sentAt.set(word, Date.now());
    response.write(bytes);
    await wait(laterPauseMs);
  }
  const call = turn < turns - 1 ? toolBlock(1, { id: `toolu_${turn}`, name: 'find_files', json: [JSON.stringify({ pattern: `*.${turn}` })] }) : toolBlock(1, { id: `toolu_${turn}`, name: 'submit_artifact', json: ['{"summary":"Talked enough about it"}'] });
  response.end(event('content_block_stop', { index: 0 }) + call + end('tool_use'));
}

const seen = z.record(z.string(), z.number());

/** In the page: notes the time at which each word is first in the document. */
async function noteWords(panel: Frame): Promise<void> {
  await panel.evaluate(`
    window.seenWords = {};
    new MutationObserver(() => {
      const at = Date.now();
      for (const [word] of (document.querySelector('.entry.is-live')?.textContent ?? '').matchAll(/word-\\d+-\\d+x/g)) window.seenWords[word] ??= at;
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  `);
}

async function wordsSeen(panel: Frame): Promise<ReadonlyMap<string, number>> {
  return new Map(Object.entries(seen.parse(await panel.evaluate('window.seenWords'))));
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length * share)] ?? Number.NaN;
}
