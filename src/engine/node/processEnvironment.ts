import { isAbsolute, delimiter } from 'node:path';
import type { Environment } from './environmentSecrets.ts';

/** What a command may know of the environment Phasegate itself runs in. Nothing else passes: no keys, no tokens, no settings of Git. */
const passed: readonly string[] = [
  'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR',
  'SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA',
  'PROGRAMDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMW6432', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE',
];

/** No pager, prompt, colour or editor waits for a person who is not there. */
const fixed: Readonly<Record<string, string>> = {
  TERM: 'dumb',
  CI: '1',
  NO_COLOR: '1',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  GIT_EDITOR: 'true',
  GIT_TERMINAL_PROMPT: '0',
};

/** Inherited by every process a command starts, however it detaches itself. Holds the markers of all commands around it. */
export const markerVariable = 'PHASEGATE_RUN';

export function processEnvironment(own: Environment, marker: string): Record<string, string> {
  const kept = Object.entries(own).filter(([name]) => passed.includes(name.toUpperCase()));
  return {
    ...Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    LANG: own.LANG ?? 'C.UTF-8',
    PATH: searchPath(own),
    ...fixed,
    [markerVariable]: [own[markerVariable], marker].filter((part) => part !== undefined).join('.'),
  };
}

/** Absolute folders only: a relative one would take programs from whatever folder a command runs in. */
function searchPath(own: Environment): string {
  const value = Object.entries(own).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  return value.split(delimiter).filter((folder) => isAbsolute(folder)).join(delimiter);
}
