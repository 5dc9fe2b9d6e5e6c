import { useQuery } from './queryContext.ts';
import { splitMatches } from './search.ts';

/** Text with the matches of the search marked. */
export function Marked({ text }: { readonly text: string }) {
  const query = useQuery();
  if (query === '') return text;
  return splitMatches(text, query).map((part, index) => (part.isMatch ? <mark key={index}>{part.text}</mark> : part.text));
}
