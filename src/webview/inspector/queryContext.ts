import { createContext, use } from 'react';

/** What the reader searches for; every text below marks it. */
export const QueryContext = createContext('');

export function useQuery(): string {
  return use(QueryContext);
}
