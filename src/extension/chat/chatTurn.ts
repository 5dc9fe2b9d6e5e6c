import * as vscode from 'vscode';
import type { Question } from '../../engine/model/wait.ts';
import type { PhaseView, RunView } from '../../engine/workflow/runView.ts';
import type { Composition } from '../compose.ts';
import type { Session } from '../session.ts';
import { costOf, labelOf, statusOfPhase, statusOfRun } from '../views/status.ts';
import { chosenOption } from './chosenOption.ts';

export type ChatRequest = Pick<vscode.ChatRequest, 'prompt' | 'command'>;
export type ChatStream = Pick<vscode.ChatResponseStream, 'markdown' | 'button'>;

/** One message to `@phasegate`: words answer the question that the run waits with; without one, or with `/status`, it tells how the run stands. */
export async function chatTurn(session: Session, { prompt, command }: ChatRequest, stream: ChatStream): Promise<void> {
  if (!vscode.workspace.isTrusted) return stream.markdown(vscode.l10n.t('Phasegate runs tools in this folder, so nothing runs until you trust it.'));
  const composition = await session.open();
  const view = composition?.focus.view;
  if (!composition || !view) {
    stream.markdown(vscode.l10n.t('There is no run yet. Start one first.'));
    return stream.button({ command: 'phasegate.start', title: vscode.l10n.t('Start') });
  }
  const asking = view.phases.flatMap((phase) => (phase.wait && 'question' in phase.wait && phase.commands.includes('answer') ? [{ phase, question: phase.wait.question }] : []))[0];
  const words = prompt.trim();
  if (command === 'status' || words === '' || !asking) return tellStanding(view, stream);
  await answer(composition, { view, ...asking, words }, stream);
}

interface Answering {
  readonly view: RunView;
  readonly phase: PhaseView;
  readonly question: Question;
  readonly words: string;
}

/** Where there are options, only one of them is an answer: no free text ever counts as an approval. */
async function answer(composition: Composition, { view, phase, question, words }: Answering, stream: ChatStream): Promise<void> {
  const text = question.options.length === 0 ? words : chosenOption(question.options, words);
  if (text === undefined) {
    stream.markdown(plain(vscode.l10n.t('{0} asks: {1}', phase.name, question.text)));
    return stream.markdown(list(question.options.map((option, index) => `${index + 1}: ${option}`)));
  }
  const result = await composition.engine.send(view.run.id, { type: 'answer', call: question.call, answer: text });
  stream.markdown(plain(result.ok ? vscode.l10n.t('{0} goes on with: {1}', phase.name, text) : result.error.message));
}

function tellStanding(view: RunView, stream: ChatStream): void {
  const { run, phases } = view;
  stream.markdown(plain([run.goal, labelOf(statusOfRun(view)), costOf(run.usage), run.message].filter((part) => part !== undefined && part !== null && part !== '').join(' · ')));
  stream.markdown(list(phases.map((phase) => `${phase.name}: ${labelOf(statusOfPhase(phase))}${phase.message === null ? '' : `, ${phase.message}`}`)));
  for (const { name, wait } of phases) if (wait && 'question' in wait) stream.markdown(plain(vscode.l10n.t('{0} asks: {1}', name, wait.question.text)));
  for (const type of ['start', 'continue', 'resume', 'pause'] as const) if (run.commands.includes(type)) stream.button({ command: `phasegate.${type}`, title: titles[type] });
  stream.button({ command: 'phasegate.openPipeline', title: vscode.l10n.t('Open Pipeline') });
}

const titles = { start: vscode.l10n.t('Start'), continue: vscode.l10n.t('Continue'), resume: vscode.l10n.t('Resume'), pause: vscode.l10n.t('Pause') } as const;

/** Text of a model or a file is text: nothing in it becomes a link, an image or markup. */
function plain(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(text).appendMarkdown('\n\n');
}

function list(lines: readonly string[]): vscode.MarkdownString {
  return lines.reduce((markdown, line) => markdown.appendMarkdown('- ').appendText(line).appendMarkdown('\n'), new vscode.MarkdownString());
}
