import { mkdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../base/messageOf.ts';
import { type Consent, consentFile, type ConsentSubject } from '../model/consent.ts';
import type { Consents } from '../ports/consents.ts';
import type { Log } from '../ports/log.ts';
import { replaceFile } from './replaceFile.ts';

/** `consents.json` in the user's own folder. Read at each question, so that another window's answer counts at once. */
export function fileConsents(folder: string, log: Log): Consents {
  const file = path.join(folder, 'consents.json');
  let writing: Promise<unknown> = Promise.resolve();

  const change = (work: (consents: readonly Consent[]) => readonly Consent[]): Promise<void> => {
    const done = writing.then(async () => write(file, work(await read(file, log))));
    writing = done.catch(() => undefined);
    return done;
  };

  return {
    find: async (subject) => (await read(file, log)).find((consent) => isSame(consent, subject)),
    save: (consent) => change((consents) => [...consents.filter((other) => !isSame(other, consent)), consent]),
    async remove(subject) {
      const known = (await read(file, log)).some((consent) => isSame(consent, subject));
      if (known) await change((consents) => consents.filter((consent) => !isSame(consent, subject)));
      return known;
    },
  };
}

async function read(file: string, log: Log): Promise<readonly Consent[]> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  try {
    return consentFile.parse(JSON.parse(text)).consents;
  } catch (error) {
    log.warn(`${file} cannot be read, so nothing in it counts as agreed to: ${messageOf(error).slice(0, 300)}`);
    return [];
  }
}

async function write(file: string, consents: readonly Consent[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const folder = await realpath(path.dirname(file));
  await replaceFile(path.join(folder, path.basename(file)), Buffer.from(`${JSON.stringify({ version: 1, consents }, null, 2)}\n`));
}

function isSame(left: ConsentSubject, right: ConsentSubject): boolean {
  return left.kind === right.kind && left.workspace === right.workspace && left.name === right.name;
}
