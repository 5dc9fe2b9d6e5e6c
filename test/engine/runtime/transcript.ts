import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactRef } from '../../../src/engine/model/artifact.ts';
import { type ContentRef, previewOf } from '../../../src/engine/model/content.ts';
import type { Fact, RunEventOf, RunEventType } from '../../../src/engine/model/fact.ts';

const folder = join(import.meta.dirname, 'golden');

/** Compares the history of a run with the committed file; `UPDATE_GOLDEN=1` rewrites it. */
export async function assertGolden(name: string, facts: readonly Fact[]): Promise<void> {
  const file = join(folder, `${name}.txt`);
  const actual = `${facts.map(toLine).join('\n')}\n`;
  assert.deepEqual(facts.map(({ seq }) => seq), facts.map((_, index) => index + 1), 'facts are numbered without gaps');
  if (process.env['UPDATE_GOLDEN'] === '1') {
    await mkdir(folder, { recursive: true });
    await writeFile(file, actual);
  }
  assert.ok(existsSync(file), `${file} is missing; run with UPDATE_GOLDEN=1`);
  assert.equal(actual, await readFile(file, 'utf8'));
}

function toLine({ seq, event }: Fact): string {
  const phase = 'phase' in event ? (event.phase ?? '') : '';
  return `${String(seq).padStart(3)}  ${phase.padEnd(8)} ${event.type.padEnd(20)} ${detailOf(event)}`.trimEnd();
}

const details: { readonly [T in RunEventType]?: (event: RunEventOf<T>) => string } = {
  'run-created': ({ template, isAuto, maxParallel }) => `${template.phases.length} phases${isAuto ? ', auto' : ''}, at most ${maxParallel} at once`,
  'run-paused': ({ reason, message }) => `${reason}: ${message}`,
  'run-failed': ({ failure }) => failure.kind,
  'auto-set': ({ isAuto }) => (isAuto ? 'on' : 'off'),
  'model-set': ({ model }) => model ?? 'of the template',
  'command-rejected': ({ command, message }) => `${command}: ${message}`,
  'phase-started': ({ execution, attempt, iteration, model }) => `${execution}, attempt ${attempt}${iteration === null ? '' : `, iteration ${iteration}`}, ${model}`,
  'loop-started': ({ total }) => (total === null ? 'until its condition holds' : `${total} items`),
  'iteration-completed': (event) => `${event.iteration} ${artifact(event.artifact)}${values(event.values)}`,
  'phase-completed': (event) => `${artifact(event.artifact)}${values(event.values)}`,
  'phase-failed': ({ failure }) => `${failure.kind}: ${failure.message}`,
  'phase-skipped': ({ by }) => `by ${by}`,
  'phase-retried': ({ model }) => model ?? '',
  'decision-needed': ({ failure, issues, raw }) => `${failure.kind}, ${issues.map(({ pointer }) => pointer).join(' ')}, raw ${text(raw)}`,
  'checkpoint-taken': ({ checkpoint }) => checkpoint,
  'baseline-taken': ({ snapshot }) => snapshot,
  'review-requested': ({ round, artifact: { id }, changes, answer }) => `round ${round}, ${id}${changes ? `, changes ${text(changes)}` : ''}${answer ? `, answer ${text(answer)}` : ''}`,
  'review-started': ({ execution, round, seat, reviewer, model }) => `${execution}, round ${round}, seat ${seat}, ${reviewer} as ${model}`,
  'review-finished': ({ outcome }) => (outcome.type === 'unavailable' ? `unavailable, ${outcome.failure.kind}` : `${outcome.verdict}${outcome.findings.map(({ severity, pointer }) => `, ${severity} ${pointer || '/'}`).join('')}`),
  'review-decided': ({ round, decision, message }) => `round ${round}, ${decision}: ${message}`,
  'message-added': ({ ordinal, role }) => `#${ordinal} ${role}`,
  'turn-ended': ({ turn, model }) => `turn ${turn}, ${model}`,
  'turn-retried': ({ turn, failure }) => `turn ${turn}, ${failure.kind}`,
  'tool-started': ({ call, name, input }) => `${call} ${name} ${text(input)}`,
  'tool-finished': ({ call, outcome, output }) => `${call} ${outcome}: ${text(output)}`,
  'output-rejected': ({ issues }) => issues.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join('; '),
  'question-asked': ({ question }) => `${question.call} ${question.kind}: ${question.text}`,
  'question-answered': ({ call, answer }) => `${call} ${answer}`,
};

function detailOf<T extends RunEventType>(event: RunEventOf<T>): string {
  return details[event.type]?.(event) ?? '';
}

function artifact({ id, isForced, schemaVersion }: ArtifactRef): string {
  return `${id} v${schemaVersion}${isForced ? ' forced' : ''}`;
}

function values(remembered: Readonly<Record<string, unknown>>): string {
  return Object.keys(remembered).length === 0 ? '' : ` remembering ${JSON.stringify(remembered)}`;
}

function text(ref: ContentRef | null): string {
  return ref === null ? 'nothing' : previewOf(ref).replaceAll(/\s+/g, ' ').slice(0, 100);
}
