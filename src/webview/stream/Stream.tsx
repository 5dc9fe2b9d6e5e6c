import { memo, useState } from 'react';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import { Icon } from '../icons/Icon.tsx';
import type { StreamEntry } from '../protocol.ts';
import { useStream } from '../store/selectors.ts';
import type { StreamState } from '../store/stream.ts';
import { Markdown } from '../text/Markdown.tsx';
import { Prompt } from './Prompt.tsx';
import { ToolCall } from './ToolCall.tsx';
import { useStickToBottom } from './useStickToBottom.ts';
import { windowOf, windowStep } from './window.ts';

/** The conversation of a phase as it happens. Only the newest entries are rendered; earlier ones on request. */
export function Stream({ phase }: { readonly phase: PhaseView }) {
  const stream = useStream();
  const { frame, content, isAtBottom, onScroll, jump } = useStickToBottom();
  return (
    <div className="stream-frame">
      <div ref={frame} className="stream" tabIndex={0} role="log" aria-live="off" aria-label={`Conversation of ${phase.name}`} onScroll={onScroll}>
        <div ref={content} className="stream-content">
          {stream ? <Entries stream={stream} isLive={isLive(phase)} /> : <p className="stream-empty">Loading…</p>}
          {stream && (isIdle(stream) || isInLine(phase)) && <p className="stream-empty">{idleText(phase)}</p>}
        </div>
      </div>
      {!isAtBottom && <button type="button" className="jump" onClick={jump}><Icon name="arrow-down" />Latest</button>}
    </div>
  );
}

function Entries({ stream, isLive }: { readonly stream: StreamState; readonly isLive: boolean }) {
  const [extra, setExtra] = useState(0);
  const { hidden, shown } = windowOf(stream.entries, extra);
  return (
    <>
      {hidden > 0 && (
        <button type="button" className="link earlier" onClick={() => setExtra(extra + windowStep)}>
          Show earlier entries ({hidden.toLocaleString('en-US')})
        </button>
      )}
      {shown.map((entry) => <Entry key={entry.id} entry={entry} progress={entry.type === 'tool' ? stream.progress[entry.id] : undefined} isLive={entry.type === 'tool' && entry.outcome === null && isLive} />)}
      {stream.liveText !== '' && <div className="entry is-live"><Markdown text={stream.liveText} /></div>}
    </>
  );
}

interface EntryProps {
  readonly entry: StreamEntry;
  readonly progress: string | undefined;
  readonly isLive: boolean;
}

const Entry = memo(function Entry({ entry, progress, isLive }: EntryProps) {
  switch (entry.type) {
    case 'text': return entry.role === 'user' ? <Prompt text={entry.text} /> : <div className="entry"><Markdown text={entry.text} /></div>;
    case 'tool': return <ToolCall call={entry} progress={progress} isLive={isLive} />;
    case 'note': return <p className={`entry note tone-${noteTones[entry.level]}`}><Icon name={entry.level} /><span>{entry.text}</span></p>;
  }
});

const noteTones = { info: 'neutral', warning: 'attention', error: 'danger' } as const;

/** At work, waiting for an answer, or ending its last turn before a pause. */
function isLive({ status, tool }: PhaseView): boolean {
  return status === 'running' || status === 'waiting' || (status === 'paused' && tool !== null);
}

function isIdle({ entries, liveText }: StreamState): boolean {
  return entries.length === 0 && liveText === '';
}

/** What else it waits for, though something was said already. */
function isInLine({ status, message }: PhaseView): boolean {
  return status === 'running' && message !== null;
}

function idleText({ status, dependsOn, message }: PhaseView): string {
  if (status === 'skipped') return message ?? 'This phase was skipped.';
  if (status === 'held') return 'Ready. Continue starts it.';
  if (status === 'pending') return dependsOn.length === 0 ? 'Not started yet.' : `Waits for ${dependsOn.join(', ')}.`;
  return status === 'running' ? (message ?? 'Waiting for the first words…') : 'No conversation was recorded.';
}
