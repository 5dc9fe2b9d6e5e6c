import type { ReactNode } from 'react';
import type { Tone } from '../text/status.ts';

/** A word with a tone. Native: the toolkit's badge sets a style attribute, which the content security policy forbids. */
export function Badge({ tone = 'neutral', title, children }: { readonly tone?: Tone; readonly title?: string; readonly children: ReactNode }) {
  return <span className={`badge tone-${tone}`} title={title}>{children}</span>;
}
