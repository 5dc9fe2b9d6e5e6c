import type { ReactNode } from 'react';
import { send } from '../host.ts';

/** Asks the host, which shows the whole address before it opens anything. Never an anchor: nothing here navigates. */
export function Link({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <button type="button" role="link" className="link" title={href} onClick={() => send({ type: 'open-link', href })}>
      {children}
    </button>
  );
}
