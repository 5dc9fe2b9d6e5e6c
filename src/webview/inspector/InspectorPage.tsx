import { useDeferredValue, useMemo, useState } from 'react';
import { CopyButton } from '../controls/CopyButton.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { SearchField } from '../controls/SearchField.tsx';
import { send } from '../host.ts';
import { EmptyState } from '../pipeline/EmptyState.tsx';
import { Reviews } from '../reviews/Reviews.tsx';
import { useContent } from '../store/selectors.ts';
import type { ArtifactMessage } from '../store/viewState.ts';
import { JsonView } from './JsonView.tsx';
import { Provenance } from './Provenance.tsx';
import { QueryContext } from './queryContext.ts';
import { render } from './render.ts';
import { countMatches, filterRendered } from './search.ts';
import { Tabs, type TabName } from './Tabs.tsx';
import { ValueView } from './ValueView.tsx';

export function InspectorPage() {
  const content = useContent();
  if (content.type === 'empty') return <EmptyState reason={content.reason} message={content.message} />;
  if (content.type !== 'artifact') return <p className="loading">Loading the artifact…</p>;
  return <Inspector key={content.message.artifact.id} message={content.message} />;
}

function Inspector({ message }: { readonly message: ArtifactMessage }) {
  const { artifact, schema } = message;
  const [tab, setTab] = useState<TabName>('readable');
  const [query, setQuery] = useState('');
  const sought = useDeferredValue(query.trim());
  const rendered = useMemo(() => render(artifact.data, schema), [artifact, schema]);
  const shown = useMemo(() => filterRendered(rendered, sought), [rendered, sought]);
  return (
    <main className="page inspector-page">
      <Provenance message={message} />
      <Reviews rounds={message.reviews ?? []} />
      <div className="inspector-bar">
        <Tabs selected={tab} onSelect={setTab} />
        <SearchField label="Search in this artifact" value={query} onChange={setQuery} />
        <span className="match-count" role="status">{sought === '' ? '' : matchText(countMatches(rendered, sought))}</span>
        <CopyButton text={JSON.stringify(artifact.data, undefined, 2)} label="Copy as JSON" />
        {message.isWriter && <IconButton icon="diff" label="Show what the phase changed in the files" onClick={() => send({ type: 'show-changes', phase: artifact.phase })} />}
        <IconButton icon="open-file" label="Open the JSON in an editor" onClick={() => send({ type: 'open-json', artifact: artifact.id })} />
      </div>
      <QueryContext value={sought}>
        <div className="inspector-body" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
          {tab === 'json' && <JsonView data={artifact.data} />}
          {tab === 'readable' && (shown ? <ValueView value={shown} level={0} /> : <p className="nothing">Nothing in this artifact matches.</p>)}
        </div>
      </QueryContext>
    </main>
  );
}

function matchText(count: number): string {
  if (count === 0) return 'No matches';
  return count === 1 ? '1 match' : `${count} matches`;
}
