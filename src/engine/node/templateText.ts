import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { messageOf } from '../base/messageOf.ts';
import { err, ok, type Result } from '../base/result.ts';

const largestBytes = 8_000_000;

/**
 * The text of a template file, byte-order mark included; what is not UTF-8 becomes U+FFFD, which is a problem of the template. Never waits:
 * pipes and devices, files that are too large, and what cannot be read are told in a sentence.
 */
export async function readTemplateText(file: string): Promise<Result<string, string>> {
  try {
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return err('This is not a file.');
      if (stats.size > largestBytes) return err(`The file has ${stats.size.toLocaleString('en')} bytes; at most ${largestBytes.toLocaleString('en')} are read.`);
      return ok(new TextDecoder('utf-8', { ignoreBOM: true }).decode(await handle.readFile()));
    } finally {
      await handle.close();
    }
  } catch (error) {
    return err(`The file cannot be read: ${messageOf(error)}`);
  }
}
