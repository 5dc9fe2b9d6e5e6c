import type { KeyboardEvent } from 'react';

export type TabName = 'readable' | 'json';

const tabs: readonly { readonly name: TabName; readonly label: string }[] = [
  { name: 'readable', label: 'Readable' },
  { name: 'json', label: 'JSON' },
];

interface TabsProps {
  readonly selected: TabName;
  readonly onSelect: (name: TabName) => void;
}

export function Tabs({ selected, onSelect }: TabsProps) {
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent<HTMLElement>): void => {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
    const other = tabs.find(({ name }) => name !== selected);
    if (!other) return;
    onSelect(other.name);
    currentTarget.querySelector<HTMLElement>(`#tab-${other.name}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label="Form of the artifact" onKeyDown={onKeyDown}>
      {tabs.map(({ name, label }) => (
        <button key={name} type="button" role="tab" id={`tab-${name}`} aria-selected={name === selected} aria-controls={`panel-${name}`} tabIndex={name === selected ? 0 : -1} onClick={() => onSelect(name)}>
          {label}
        </button>
      ))}
    </div>
  );
}
