import { useState } from 'react';
import { Icon } from '../icons/Icon.tsx';
import { Markdown } from '../text/Markdown.tsx';

const shortLength = 280;

/** What the model was told. Instructions are long and seldom read twice, so they start folded. */
export function Prompt({ text }: { readonly text: string }) {
  const isLong = text.length > shortLength || text.split('\n').length > 4;
  const [isOpen, setIsOpen] = useState(false);
  if (!isLong) return <div className="entry prompt"><Icon name="person" /><Markdown text={text} /></div>;
  return (
    <div className="entry prompt">
      <Icon name="person" />
      <div className="prompt-body">
        <button type="button" className="disclosure" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Icon name="chevron-right" />
          <span className="disclosure-label">Instructions</span>
          {!isOpen && <span className="disclosure-preview">{text.slice(0, 240).replaceAll(/\s+/g, ' ')}</span>}
        </button>
        {isOpen && <Markdown text={text} />}
      </div>
    </div>
  );
}
