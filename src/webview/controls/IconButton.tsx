import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/paths.ts';

export interface IconButtonProps {
  readonly icon: IconName;
  /** Says what it does, to everyone: tooltip and accessible name. */
  readonly label: string;
  readonly onClick: () => void;
  readonly isDisabled?: boolean;
  /** For a switch; leave out for a plain action. */
  readonly isPressed?: boolean;
}

/** As in the editor's own title bars. A native button: the toolkit's icon button has no pressed state. */
export function IconButton({ icon, label, onClick, isDisabled = false, isPressed }: IconButtonProps) {
  return (
    <button type="button" className="icon-button" title={label} aria-label={label} aria-pressed={isPressed} disabled={isDisabled} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
