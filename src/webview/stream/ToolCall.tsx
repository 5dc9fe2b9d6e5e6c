import { useState } from 'react';
import { CopyButton } from '../controls/CopyButton.tsx';
import { Icon } from '../icons/Icon.tsx';
import type { StreamEntry } from '../protocol.ts';
import { formatShortDuration } from '../text/format.ts';
import { prettyInput, summarizeInput } from '../text/toolInput.ts';
import { outcomeOf } from './outcomes.ts';

export type ToolEntry = Extract<StreamEntry, { type: 'tool' }>;

/** One line per call; input and output behind it. */
export function ToolCall({ call, progress, isLive }: { readonly call: ToolEntry; readonly progress: string | undefined; readonly isLive: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const outcome = outcomeOf(call.outcome, isLive);
  return (
    <div className="entry tool-call">
      <button type="button" className="disclosure" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Icon name="chevron-right" />
        <span className={`tool-outcome tone-${outcome.tone}`} title={outcome.label}><Icon name={outcome.icon} /></span>
        <span className="tool-name">{call.name}</span>
        <span className="tool-summary">{summarizeInput(call.input)}</span>
        {call.outcome !== 'ok' && <span className={`tool-word tone-${outcome.tone}`}>{outcome.label}</span>}
        {call.durationMs !== null && <span className="number tool-time">{formatShortDuration(call.durationMs)}</span>}
      </button>
      {isOpen && <Section title="Input" text={prettyInput(call.input)} />}
      {isOpen && call.output !== null && <Section title="Output" text={call.output} />}
      {call.output === null && progress !== undefined && <pre className="tool-progress">{progress}</pre>}
    </div>
  );
}

function Section({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className="tool-section">
      <div className="tool-section-title"><h3>{title}</h3><CopyButton text={text} label={`Copy ${title.toLowerCase()}`} /></div>
      <pre tabIndex={0} aria-label={title}>{text === '' ? '(empty)' : text}</pre>
    </div>
  );
}
