import { vsCodeCheckbox, type Checkbox as CheckboxElement } from '@vscode/webview-ui-toolkit';
import { createElement, useEffect, useState } from 'react';
import { toolkit } from './toolkit.ts';

toolkit.register(vsCodeCheckbox());

export interface CheckboxProps {
  readonly label: string;
  readonly title: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

/** Shows the state it is given, and asks for the other one: the element's own toggling is taken back until the state follows. */
export function Checkbox({ label, title, isChecked, onChange }: CheckboxProps) {
  const [box, setBox] = useState<CheckboxElement | null>(null);
  useEffect(() => (box ? keepChecked(box, isChecked, onChange) : undefined), [box, isChecked, onChange]);
  return createElement('vscode-checkbox', { ref: setBox, title }, <span className="checkbox-label">{label}</span>);
}

function keepChecked(box: CheckboxElement, isChecked: boolean, onChange: CheckboxProps['onChange']): () => void {
  box.checked = isChecked;
  const onToggle = (): void => {
    if (box.checked === isChecked) return;
    box.checked = isChecked;
    onChange(!isChecked);
  };
  box.addEventListener('change', onToggle);
  return () => box.removeEventListener('change', onToggle);
}
