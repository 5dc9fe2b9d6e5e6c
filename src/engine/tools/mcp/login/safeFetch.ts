import { addressProblem } from '../../../base/webAddress.ts';

/** A server names where its login is; that place is held to the same rules as its own address. */
export function safeFetch(inner: typeof fetch): typeof fetch {
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const problem = addressProblem(address);
    if (problem !== undefined) throw new Error(`Its login leads to ${address.slice(0, 200)}, which ${problem}.`);
    return inner(input, init);
  };
}
