import { redaction } from '../engine/base/redaction.ts';
import { secretValues } from '../engine/node/environmentSecrets.ts';

const known = secretValues(process.env);

/** For everything that the command line stores, prints, or sends: no key of its environment. */
export const environmentRedaction = redaction(() => known);
