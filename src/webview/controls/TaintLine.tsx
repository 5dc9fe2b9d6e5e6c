import { Icon } from '../icons/Icon.tsx';
import { taintText } from '../text/taint.ts';

/** Nothing where the work is validated and rests on validated outputs alone. */
export function TaintLine({ isForced, restsOnForced }: { readonly isForced: boolean; readonly restsOnForced: readonly string[] }) {
  const upstream = taintText(restsOnForced);
  const sentences = [...(isForced ? ['A person accepted it although it did not validate'] : []), ...(upstream === '' ? [] : [upstream.charAt(0).toUpperCase() + upstream.slice(1)])];
  return sentences.map((text) => <p key={text} className="taint tone-attention"><Icon name="warning" /><span>{text}</span></p>);
}
