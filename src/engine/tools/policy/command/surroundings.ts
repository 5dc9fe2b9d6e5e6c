import type { Files } from '../../../ports/files.ts';
import type { Repositories } from '../../../ports/repositories.ts';

/** What is looked at to decide about a command. */
export interface Surroundings {
  readonly files: Files;
  readonly repositories: Repositories;
}
