import { vsCodeButton } from '@vscode/webview-ui-toolkit';
import { createElement, type ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/paths.ts';
import { toolkit } from './toolkit.ts';

toolkit.register(vsCodeButton());

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick: () => void;
  readonly icon?: IconName;
  readonly appearance?: 'primary' | 'secondary';
  readonly isDisabled?: boolean;
  readonly title?: string;
}

export function Button({ children, onClick, icon, appearance = 'secondary', isDisabled = false, title }: ButtonProps) {
  return createElement(
    'vscode-button',
    { appearance, disabled: isDisabled, title, onClick },
    <span className="button-content">{icon && <Icon name={icon} />}{children}</span>,
  );
}
