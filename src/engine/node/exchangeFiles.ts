import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { messageOf } from '../base/messageOf.ts';
import type { Exchange, Exchanges } from '../ports/exchanges.ts';
import type { Log } from '../ports/log.ts';

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];
const largestBytes = 256 * 1_048_576;

/** One small compressed file for each exchange, named for its place in a conversation: any number of processes can write, and the folder can be deleted at any time. */
export function exchangeFiles(folder: string, log: Log): Exchanges {
  const place = (position: string): string => path.join(folder, position.slice(0, 2));
  const write = async (make: () => Exchange): Promise<void> => {
    const exchange = make();
    const name = path.join(place(exchange.position), `${exchange.position}-${String(exchange.startedAt).padStart(14, '0')}-${randomBytes(4).toString('hex')}.json.gz`);
    await mkdir(path.dirname(name), { recursive: true, mode: 0o700 });
    await writeFile(`${name}.tmp`, await pack(JSON.stringify(exchange)), { mode: 0o600 });
    await rename(`${name}.tmp`, name);
  };
  return {
    keep(exchange) {
      write(exchange).catch((error: unknown) => log.warn(`An exchange with a model could not be recorded: ${messageOf(error)}`));
    },
    async of(position) {
      const names = await readdir(place(position)).catch(() => []);
      const found = names.filter((name) => name.startsWith(`${position}-`) && name.endsWith('.json.gz')).toSorted();
      return (await Promise.all(found.map((name) => read(path.join(place(position), name))))).flatMap((exchange) => exchange ?? []);
    },
  };
}

/** A file that is damaged is as good as none. */
async function read(file: string): Promise<Exchange | undefined> {
  try {
    return JSON.parse((await unpack(await readFile(file), { maxOutputLength: largestBytes })).toString('utf8')) as Exchange;
  } catch {
    return undefined;
  }
}
