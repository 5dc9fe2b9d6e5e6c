import { vsCodeTextArea, type TextArea as TextAreaElement } from '@vscode/webview-ui-toolkit';
import { createElement, type KeyboardEvent, type SyntheticEvent } from 'react';
import { toolkit } from './toolkit.ts';

toolkit.register(vsCodeTextArea());

export interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** Two unless told. */
  readonly rows?: number;
  /** In UTF-16 code units. */
  readonly maxLength?: number;
  readonly onChange: (value: string) => void;
  /** Ctrl+Enter or Cmd+Enter. */
  readonly onSubmit: () => void;
}

/** Its label is read aloud, not seen: the toolkit names the element by its text and overwrites any other name. */
export function TextArea({ label, value, placeholder, rows = 2, maxLength, onChange, onSubmit }: TextAreaProps) {
  return createElement('vscode-text-area', {
    value,
    placeholder,
    rows,
    maxlength: maxLength,
    resize: 'vertical',
    onInput: ({ currentTarget }: SyntheticEvent<TextAreaElement>) => onChange(currentTarget.value),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit();
    },
  }, label);
}
