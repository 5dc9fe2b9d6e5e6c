import type { Disagreement } from '../../engine/model/reviewView.ts';
import { toVisible } from '../text/visible.ts';

/** Field by field, where the reviewers do not say the same. */
export function Differences({ disagreements }: { readonly disagreements: readonly Disagreement[] }) {
  const [first] = disagreements;
  if (!first) return null;
  return (
    <div className="differences">
      <table>
        <caption>Where they differ</caption>
        <thead>
          <tr><th scope="col">Field</th>{first.says.map(({ name }) => <th key={name} scope="col">{toVisible(name)}</th>)}</tr>
        </thead>
        <tbody>
          {disagreements.map(({ field, says }) => (
            <tr key={field}>
              <th scope="row"><code>{field === '' ? '(whole)' : toVisible(field)}</code></th>
              {says.map(({ name, what }) => <td key={name}>{what === null ? <span className="quiet">nothing</span> : toVisible(what)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
