import { createHash } from 'node:crypto';
import type { LoginPlace, Logins } from '../../engine/ports/logins.ts';
import type { InputStorage } from './serverInputs.ts';

/** Logins to MCP servers, kept where keys are kept: each token by itself, so that it is taken out of all that is recorded. */
export function editorLogins({ keys, workspace }: Pick<InputStorage, 'keys' | 'workspace'>): Logins {
  return (place) => {
    const name = nameOf(workspace, place);
    const [access, refresh] = [`${name}.access`, `${name}.refresh`];
    return {
      async read() {
        const [accessToken, refreshToken, details] = [await keys.get(access), await keys.get(refresh), await keys.get(name)];
        return accessToken === undefined || details === undefined ? undefined : { accessToken, refreshToken: refreshToken ?? null, details };
      },
      async write({ accessToken, refreshToken, details }) {
        await keys.store(access, accessToken);
        await (refreshToken === null ? keys.remove(refresh) : keys.store(refresh, refreshToken));
        await keys.store(name, details);
      },
      async remove() {
        for (const key of [access, refresh, name]) await keys.remove(key);
      },
    };
  };
}

/** The user's own definition is the same in every workspace. */
function nameOf(workspace: string, { server, source, definition }: LoginPlace): string {
  const place = createHash('sha256').update(JSON.stringify([source === 'workspace' ? workspace : '', server, definition])).digest('hex').slice(0, 32);
  return `mcp-login.${place}`;
}
