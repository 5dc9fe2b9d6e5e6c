import type * as vscode from 'vscode';
import type { Secrets } from '../../engine/ports/secrets.ts';

/** Vendors' keys in the editor's SecretStorage and nowhere else: where it fails, there is no key. */
export interface KeyRing extends Secrets {
  /** Rejects with the storage's own reason, for example where the system has no keyring. */
  store(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** The keys read so far, to be kept out of logs. */
  readonly known: ReadonlySet<string>;
  /** Reads every stored key, so that all of them are known. Where the storage fails there are none. */
  recall(): Promise<void>;
}

export function keyRing(storage: vscode.SecretStorage): KeyRing {
  const known = new Set<string>();
  const toKey = (name: string): string => `phasegate.key.${name}`;
  return {
    known,
    async get(name) {
      const value = await storage.get(toKey(name));
      if (value) known.add(value);
      return value;
    },
    async store(name, value) {
      known.add(value);
      await storage.store(toKey(name), value);
    },
    async recall() {
      const names = await Promise.resolve(storage.keys()).catch(() => []);
      const values = await Promise.all(names.map((name) => Promise.resolve(storage.get(name)).catch(() => undefined)));
      for (const value of values) if (value) known.add(value);
    },
    async remove(name) {
      await storage.delete(toKey(name));
    },
  };
}
