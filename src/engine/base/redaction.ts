import { redactShapes, redactValues } from './redact.ts';

/** Keeps secrets out of what is stored, shown, and sent to models. Applying it twice changes nothing more. */
export interface Redaction {
  /** Without the keys that this host keeps, wherever they stand. */
  readonly keys: (text: string) => string;
  /** Also without everything that has the shape of a vendor's key: for what comes from the world, and for what leaves. */
  readonly all: (text: string) => string;
  /** How many characters at the end of a text may be the beginning of a key. */
  readonly openEnd: (text: string) => number;
}

/** `known` is read at each use: keys come to be known while a program runs. */
export function redaction(known: () => Iterable<string>): Redaction {
  let of: readonly string[] = [];
  let values = redactValues([]);
  const current = (): typeof values => {
    const now = [...known()];
    if (now.length !== of.length || now.some((value, index) => value !== of[index])) [of, values] = [now, redactValues(now)];
    return values;
  };
  return {
    keys: (text) => current().remove(text),
    all: (text) => redactShapes(current().remove(text)),
    openEnd: (text) => Math.max(0, ...current().forms.map((form) => overlap(text, form))),
  };
}

/** For where no keys are known, such as a replay. */
export const shapesOnly: Redaction = redaction(() => []);

function overlap(text: string, form: string): number {
  for (let length = Math.min(form.length - 1, text.length); length > 0; length -= 1) if (form.startsWith(text.slice(-length))) return length;
  return 0;
}
