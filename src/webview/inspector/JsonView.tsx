import { useMemo } from 'react';
import type { Json } from '../../engine/model/json.ts';
import { toVisible } from '../text/visible.ts';
import { tokenizeJson } from './json.ts';
import { Marked } from './Marked.tsx';

/** Longer texts are not coloured: they stay quick to scroll and to search. */
const maxColouredLines = 5_000;

export function JsonView({ data }: { readonly data: Json }) {
  const lines = useMemo(() => toVisible(JSON.stringify(data, undefined, 2)).split('\n'), [data]);
  return (
    <pre className="json" tabIndex={0} aria-label="JSON">
      {lines.length > maxColouredLines ? <Marked text={lines.join('\n')} /> : lines.map((line, index) => <JsonLine key={index} line={line} />)}
    </pre>
  );
}

function JsonLine({ line }: { readonly line: string }) {
  return <span className="json-line">{tokenizeJson(line).map(({ kind, text }, index) => <span key={index} className={`json-${kind}`}><Marked text={text} /></span>)}{'\n'}</span>;
}
