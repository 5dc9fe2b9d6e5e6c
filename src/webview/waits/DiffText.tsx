/** A unified diff, each line with its sign; colour only repeats what the sign says. */
export function DiffText({ diff }: { readonly diff: string }) {
  return (
    <pre tabIndex={0} className="card-detail diff" aria-label="The change">
      {diff.trimEnd().split('\n').map((line, index) => <span key={index} className={lineClass(line)}>{`${line}\n`}</span>)}
    </pre>
  );
}

function lineClass(line: string): string {
  if (line.startsWith('+') && !line.startsWith('+++')) return 'diff-added';
  if (line.startsWith('-') && !line.startsWith('---')) return 'diff-removed';
  return line.startsWith('@@') ? 'diff-place' : 'diff-line';
}
