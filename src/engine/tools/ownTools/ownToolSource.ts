import { err, ok, type Result } from '../../base/result.ts';
import { failed, type Failure } from '../../model/failure.ts';
import { type CommandPart, isOwnToolName, type OwnTool, ownToolDefaults } from '../../model/ownTool.ts';
import { revealHidden } from '../../base/hiddenText.ts';
import type { ObtainConsent } from '../../ports/consents.ts';
import type { OfferRequest, Tool, ToolSource } from '../../ports/tool.ts';
import { fingerprint } from './fingerprint.ts';
import { createOwnTool, type OwnToolPorts } from './ownTool.ts';

export interface OwnToolSourceOptions extends OwnToolPorts {
  /** Reads the files anew, so that an edit counts from the next phase on. */
  readonly find: (name: string) => Promise<Result<OwnTool, Failure>>;
  readonly obtainConsent: ObtainConsent;
}

/** The tools in `.phasegate/tools`. Each is used only after a person agreed to exactly this definition. */
export function ownToolSource(options: OwnToolSourceOptions): ToolSource {
  return {
    owns: isOwnToolName,
    async open({ names, approve }) {
      const tools = new Map<string, readonly Tool[]>();
      for (const name of names) {
        const tool = await openOne(name, options, approve);
        if (!tool.ok) return tool;
        tools.set(name, [tool.value]);
      }
      return ok(tools);
    },
    close: () => Promise.resolve(),
  };
}

async function openOne(name: string, { find, obtainConsent, ...ports }: OwnToolSourceOptions, approve: OfferRequest['approve']): Promise<Result<Tool, Failure>> {
  const definition = await find(name);
  if (!definition.ok) return definition;
  const request = { kind: 'tool', name, title: `Use the workspace's tool "${name}", which runs ${commandText(definition.value)}`, detail: describeOwnTool(definition.value), definition: await fingerprint(definition.value, { files: ports.files, isWithUnprotected: false }) } as const;
  const consent = await obtainConsent(request, approve);
  return consent.ok ? ok(createOwnTool(definition.value, ports)) : err(failed('permission', consent.error));
}

/** The whole definition for a person: what runs, where, how long, and what it may do unasked. */
export function describeOwnTool(definition: OwnTool): string {
  const { description, cwd = '.', timeoutSeconds = ownToolDefaults.timeoutSeconds, permission = ownToolDefaults.permission } = definition;
  return [
    `runs: ${commandText(definition)}`,
    `in: ${cwd === '.' ? 'the workspace folder' : cwd}, for at most ${timeoutSeconds} seconds`,
    `may: ${powers[permission]}`,
    `says: ${revealHidden(description)}`,
  ].join('\n');
}

const powers = {
  read: 'run without asking, because its file says that it only looks',
  edit: 'run like a file change, because its file says that it changes files of the workspace',
  run: 'run like a command',
} as const;

function commandText({ command }: OwnTool): string {
  return command.map(partText).join(' ');
}

function partText(part: CommandPart): string {
  return typeof part === 'string' ? revealHidden(JSON.stringify(part)) : `[with ${part.when}: ${part.args.map((text) => revealHidden(JSON.stringify(text))).join(' ')}]`;
}
