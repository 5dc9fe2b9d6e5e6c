import { Icon } from '../icons/Icon.tsx';
import { taintText } from '../text/taint.ts';

/** Nothing where the work rests on validated outputs alone. */
export function TaintLine({ restsOnForced }: { readonly restsOnForced: readonly string[] }) {
  const text = taintText(restsOnForced);
  return text === '' ? null : <p className="taint tone-attention"><Icon name="warning" /><span>{text.charAt(0).toUpperCase() + text.slice(1)}</span></p>;
}
