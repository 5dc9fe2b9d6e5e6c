import type { ApprovalEffect as Effect } from '../../engine/model/wait.ts';
import { DiffText } from './DiffText.tsx';

/** What would happen, resolved by the engine: nothing here is the model's account of it. Plain text throughout. */
export function ApprovalEffect({ effect }: { readonly effect: Effect }) {
  switch (effect.type) {
    case 'read':
      return <Place label="Reads" path={effect.path} />;
    case 'write':
      return (
        <>
          <Place label="Changes" path={effect.path} />
          <DiffText diff={effect.diff} />
        </>
      );
    case 'command':
      return <Command effect={effect} />;
    case 'other':
      return <pre tabIndex={0} className="card-detail" aria-label="What it would do">{effect.text}</pre>;
  }
}

function Place({ label, path }: { readonly label: string; readonly path: string }) {
  return <p className="effect-place"><span>{label}</span> <code>{path}</code></p>;
}

/** The whole command, and each command in it: of a single one that is all there is to say. */
function Command({ effect: { command, folder, parts } }: { readonly effect: Extract<Effect, { type: 'command' }> }) {
  return (
    <>
      <Place label="Runs in" path={folder === '.' ? 'the workspace folder' : folder} />
      <pre tabIndex={0} className="card-detail" aria-label="The whole command">{command}</pre>
      {parts.length > 0 && (
        <ul className="effect-parts" aria-label="What it is made of">
          {parts.map(({ text, note }, index) => <li key={index}><code>{text}</code><span>{note}</span></li>)}
        </ul>
      )}
    </>
  );
}
