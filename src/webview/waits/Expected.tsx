import { useMemo } from 'react';
import type { Issue } from '../../engine/model/artifact.ts';
import type { JsonSchema } from '../../engine/model/json.ts';
import { CopyButton } from '../controls/CopyButton.tsx';
import { isAboutLine, outlineSchema } from './schemaOutline.ts';

/** What the output must be, field by field; where something is wrong, it says so. The whole schema can be copied. */
export function Expected({ schema, issues }: { readonly schema: JsonSchema; readonly issues: readonly Issue[] }) {
  const lines = useMemo(() => outlineSchema(schema), [schema]);
  return (
    <div className="decision-part">
      <div className="tool-section-title">
        <h4>Expected</h4>
        <CopyButton text={JSON.stringify(schema, undefined, 2)} label="Copy schema" />
      </div>
      <ul tabIndex={0} className="expected" aria-label="Expected">
        {lines.map((line, index) => {
          const isWrong = issues.some(({ pointer }) => isAboutLine(pointer, line));
          return (
            <li key={index} className={isWrong ? 'is-wrong' : undefined} style={{ paddingInlineStart: `${line.level * 12 + 6}px` }} title={line.description ?? undefined}>
              {line.name !== '' && <code>{line.name}</code>} <span>{line.kind}</span>
              {isWrong && <span className="expected-mark"> (see issue)</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
