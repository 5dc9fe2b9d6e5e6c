import { useState } from 'react';
import { longestSteering } from '../../engine/model/steering.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import { Button } from '../controls/Button.tsx';
import { TextArea } from '../controls/TextArea.tsx';
import { Icon } from '../icons/Icon.tsx';
import { usePending } from '../store/selectors.ts';
import { request } from '../store/store.ts';

/** For a phase in the middle of its work: what a person writes here is told to the model at its next turn. */
export function SteerBox({ phase }: { readonly phase: PhaseView }) {
  const [text, setText] = useState('');
  const label = `${phase.id}:steer`;
  const isSent = usePending() === label;
  if (phase.steering && isOver(phase)) return <div className="steer"><Untold phase={phase} messages={phase.steering} /></div>;
  if (!phase.commands.includes('steer') || !isAtWork(phase)) return null;
  const submit = (): void => {
    if (text.trim() === '' || isSent) return;
    request({ type: 'steer', phase: phase.id, text }, label);
    setText('');
  };
  return (
    <div className="steer">
      {phase.steering && <p className="steer-waiting"><Icon name="clock" /><span>{waitingText(phase.steering)}</span></p>}
      <div className="card-answer">
        <TextArea label={`Write to ${phase.name}`} placeholder={`Write to ${phase.name}`} rows={1} maxLength={longestSteering} value={text} onChange={setText} onSubmit={submit} />
        <Button isDisabled={isSent || text.trim() === ''} title="Tell the model at its next turn (Ctrl+Enter)" onClick={submit}>Send</Button>
      </div>
    </div>
  );
}

/** Written after the phase had handed in its result and before it ended, or to one that failed. */
function Untold({ phase, messages }: { readonly phase: PhaseView; readonly messages: readonly string[] }) {
  return (
    <div className="steer-untold" role="note" aria-label="Not told">
      <Icon name="warning" />
      <div>
        <p>{untoldText(phase, messages.length === 1 ? 'Your message' : `Your ${messages.length} messages`)}</p>
        <ul>{messages.map((message, index) => <li key={index}>{message}</li>)}</ul>
      </div>
    </div>
  );
}

function untoldText({ status }: PhaseView, what: string): string {
  if (status === 'failed') return `${what} came after the last turn, so the model was not told. It will be when the phase runs again.`;
  return `${what} came after the phase had handed in its result: nobody was told. Write to a later phase if it still matters, or roll back to before this one.`;
}

function isOver({ status }: PhaseView): boolean {
  return status === 'completed' || status === 'failed' || status === 'skipped';
}

/** A question has a box of its own. */
function isAtWork({ status, wait }: PhaseView): boolean {
  return status === 'running' || status === 'paused' || (status === 'waiting' && wait?.reason !== 'input');
}

function waitingText({ length }: readonly string[]): string {
  return length === 1 ? 'Your message is told at the next turn.' : `Your ${length} messages are told at the next turn.`;
}
