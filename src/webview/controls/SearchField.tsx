import { vsCodeTextField, type TextField } from '@vscode/webview-ui-toolkit';
import { createElement, type KeyboardEvent, type SyntheticEvent } from 'react';
import { Icon } from '../icons/Icon.tsx';
import { toolkit } from './toolkit.ts';

toolkit.register(vsCodeTextField());

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Its label is read aloud, not seen: the toolkit names the element by its text and overwrites any other name. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return createElement(
    'vscode-text-field',
    {
      className: 'search-field',
      placeholder: label,
      value,
      onInput: ({ currentTarget }: SyntheticEvent<TextField>) => onChange(currentTarget.value),
      onKeyDown: ({ key }: KeyboardEvent) => {
        if (key === 'Escape') onChange('');
      },
    },
    label,
    <span slot="start"><Icon name="search" /></span>,
  );
}
