import { createInterface } from 'node:readline/promises';
import type { RunCommand } from '../engine/model/command.ts';
import type { Question } from '../engine/model/wait.ts';
import type { RunState } from '../engine/workflow/state.ts';

/** Asks the person at the terminal what the run waits for. No commands: the run is left waiting. */
export async function askPerson(state: RunState): Promise<readonly RunCommand[]> {
  const question = openQuestion(state);
  if (question) return answer(question);
  if (!state.isHeld) return [];
  const reply = await prompt('Continue with the next phase? [Y/n] ');
  return /^(y|yes|)$/i.test(reply) ? [{ type: 'continue' }] : [];
}

function openQuestion(state: RunState): Question | undefined {
  for (const { situation } of Object.values(state.phases)) {
    if (situation.status === 'waiting' && 'question' in situation.wait) return situation.wait.question;
  }
  return undefined;
}

async function answer({ call, options, detail }: Question): Promise<readonly RunCommand[]> {
  if (detail) process.stdout.write(`${detail}\n`);
  const reply = await prompt(options.length > 0 ? `${options.map((option, index) => `${index + 1}) ${option}`).join('  ')}\n> ` : '> ');
  const chosen = options[Number(reply) - 1] ?? reply;
  return chosen === '' ? [] : [{ type: 'answer', call, answer: chosen }];
}

async function prompt(text: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(text)).trim();
  } finally {
    terminal.close();
  }
}
