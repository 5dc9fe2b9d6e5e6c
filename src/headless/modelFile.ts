import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../engine/base/messageOf.ts';
import { userFolder } from '../engine/node/userFolder.ts';
import { type ModelConfiguration, parseModelConfiguration } from '../engine/providers/modelConfiguration.ts';
import { badUsage } from './exit.ts';

/** Aliases, providers and prices of the user's own, from `models.json` in the user's folder. Throws `Exit` with every problem of the file. */
export function readModelFile(): ModelConfiguration {
  const file = modelFile();
  if (!existsSync(file)) return {};
  const parsed = parseModelConfiguration(readJson(file));
  if (parsed.ok) return parsed.value;
  throw badUsage(parsed.error.map((problem) => `${file}${problem}`).join('\n'));
}

export function modelFile(): string {
  return path.join(userFolder(), 'models.json');
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw badUsage(`${file} cannot be read as JSON: ${messageOf(error)}`);
  }
}
