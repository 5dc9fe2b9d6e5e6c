import { Icon } from '../icons/Icon.tsx';
import type { StatusLook } from '../text/status.ts';

export function StatusLabel({ look }: { readonly look: StatusLook }) {
  return <span className={`status tone-${look.tone}`}><Icon name={look.icon} /><span>{look.label}</span></span>;
}
