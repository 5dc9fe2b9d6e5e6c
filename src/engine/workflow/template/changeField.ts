import { applyEdits, modify } from 'jsonc-parser';
import type { Json } from '../../model/json.ts';

/** The text of a template with one field set, or taken out; all else stays as it is written. */
export function changeField(text: string, field: string, value: Json | undefined): string {
  return applyEdits(text, modify(text, [field], value, { formattingOptions: { insertSpaces: true, tabSize: 2 } }));
}
