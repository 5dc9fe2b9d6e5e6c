import { createInterface } from 'node:readline/promises';
import type { RunCommand } from '../engine/model/command.ts';
import type { Question } from '../engine/model/wait.ts';
import type { RunningCommands } from '../engine/ports/runningCommands.ts';
import type { RunState } from '../engine/workflow/state.ts';
import { backgroundLine } from './report/backgroundLine.ts';

/** Asks the person at the terminal what the run waits for. No commands: the run is left waiting. */
export async function askPerson(state: RunState, background: RunningCommands | null): Promise<readonly RunCommand[]> {
  const prompt = promptBeside(background);
  const question = openQuestion(state);
  if (question) return answer(question, prompt);
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

async function answer({ call, options, detail }: Question, prompt: Prompt): Promise<readonly RunCommand[]> {
  if (detail) process.stdout.write(`${detail}\n`);
  const reply = await prompt(options.length > 0 ? `${options.map((option, index) => `${index + 1}) ${option}`).join('  ')}\n> ` : '> ');
  const chosen = options[Number(reply) - 1] ?? reply;
  return chosen === '' ? [] : [{ type: 'answer', call, answer: chosen }];
}

type Prompt = (text: string) => Promise<string>;

/** A prompt at which what runs in the background can be looked at and stopped first. */
function promptBeside(background: RunningCommands | null): Prompt {
  return async (text) => {
    for (;;) {
      const running = background?.list().filter(({ exit }) => exit === null) ?? [];
      for (const command of running) process.stdout.write(`${backgroundLine(command, Date.now())}\n`);
      if (running.length > 0) process.stdout.write('("output N" shows what it wrote, "stop N" ends it)\n');
      const reply = await readReply(text);
      const [, action, id] = /^(output|stop) (\d+)$/.exec(reply) ?? [];
      if (!background || action === undefined) return reply;
      if (action === 'stop') await background.stop(Number(id));
      else process.stdout.write(`${background.outputOf(Number(id)) ?? `There is no command ${id}.`}\n`);
    }
  };
}

async function readReply(text: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(text)).trim();
  } finally {
    terminal.close();
  }
}
