import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { userFolder } from '../../engine/node/userFolder.ts';
import type { LibraryPlaces } from '../templateLibrary.ts';

/** The user's own are the same ones that the command line sees. */
export function libraryPlaces(context: Pick<ExtensionContext, 'asAbsolutePath'>, workspace: string): LibraryPlaces {
  return { workspace, user: join(userFolder(), 'templates'), builtIn: context.asAbsolutePath('templates') };
}
