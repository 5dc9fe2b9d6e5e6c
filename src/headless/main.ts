#!/usr/bin/env node
import { messageOf } from '../engine/base/messageOf.ts';
import { StoreError } from '../engine/ports/store.ts';
import { answerCommand, resumeCommand, retryCommand, reviewCommand } from './commands/goOn.ts';
import { acceptCommand, cancelCommand, pauseCommand, skipCommand } from './commands/decide.ts';
import { costsCommand } from './commands/costs.ts';
import { forecastCommand } from './commands/forecast.ts';
import { forkCommand } from './commands/fork.ts';
import { artifactsCommand, exportCommand, listCommand, showCommand } from './commands/inspect.ts';
import { policyCommand } from './commands/policy.ts';
import { modelCommand } from './commands/model.ts';
import { replayCommand } from './commands/replay.ts';
import { providersCommand } from './commands/providers.ts';
import { checkpointsCommand, rollbackCommand } from './commands/rollback.ts';
import { runCommand } from './commands/run.ts';
import { tellCommand } from './commands/tell.ts';
import { schemaCommand } from './commands/schema.ts';
import { mcpCommand } from './commands/mcp.ts';
import { skillsCommand } from './commands/skills.ts';
import { storeCommand } from './commands/store.ts';
import { templatesCommand } from './commands/templates.ts';
import { toolsCommand } from './commands/tools.ts';
import { validateCommand } from './commands/validate.ts';
import { environmentRedaction } from './environmentRedaction.ts';
import { badUsage, Exit, type ExitCode, exitCodes } from './exit.ts';
import { type Options, parseOptions } from './options.ts';
import { usage } from './usage.ts';

const commands: Readonly<Record<string, (options: Options) => Promise<ExitCode>>> = {
  run: runCommand,
  resume: resumeCommand,
  answer: answerCommand,
  tell: tellCommand,
  retry: retryCommand,
  review: reviewCommand,
  skip: skipCommand,
  accept: acceptCommand,
  model: modelCommand,
  costs: costsCommand,
  forecast: forecastCommand,
  pause: pauseCommand,
  cancel: cancelCommand,
  checkpoints: checkpointsCommand,
  rollback: rollbackCommand,
  fork: forkCommand,
  replay: replayCommand,
  export: exportCommand,
  list: listCommand,
  show: showCommand,
  artifacts: artifactsCommand,
  validate: validateCommand,
  schema: schemaCommand,
  providers: providersCommand,
  templates: templatesCommand,
  tools: toolsCommand,
  skills: skillsCommand,
  policy: policyCommand,
  store: storeCommand,
  mcp: mcpCommand,
};

async function main(argv: readonly string[]): Promise<ExitCode> {
  const options = parseOptions(argv);
  const [name] = options.words;
  if (options.wantsHelp || name === 'help') {
    process.stdout.write(usage);
    return exitCodes.completed;
  }
  if (name === undefined) throw badUsage(usage);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw badUsage(`There is no command "${name}".\n\n${usage}`);
  return command(options);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${environmentRedaction.all(textOf(error))}\n`);
    process.exitCode = error instanceof Exit ? error.code : exitCodes.failed;
  },
);

/** A mistake of the user's and a damaged store are told in their own words; a bug of ours with its place. */
function textOf(error: unknown): string {
  if (error instanceof Exit || error instanceof StoreError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
}
