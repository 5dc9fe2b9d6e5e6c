import { Button } from '../controls/Button.tsx';
import { send } from '../host.ts';
import { Icon } from '../icons/Icon.tsx';
import type { EmptyReason } from '../protocol.ts';
import { emptyLooks } from './emptyLooks.ts';

/** Says why there is no run, with the one action that helps. */
export function EmptyState({ reason, message }: { readonly reason: EmptyReason; readonly message: string }) {
  const { icon, title, action } = emptyLooks[reason];
  return (
    <main className="page empty">
      <Icon name={icon} />
      <h1>{title}</h1>
      <p>{message}</p>
      {action && <Button appearance="primary" onClick={() => send(action.message)}>{action.label}</Button>}
    </main>
  );
}
