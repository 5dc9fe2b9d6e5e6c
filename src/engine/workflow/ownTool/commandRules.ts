import type { Json } from '../../model/json.ts';
import { placeholder } from '../../model/ownTool.ts';
import { codeArguments } from './codeArguments.ts';
import { fieldOf, isObject, listOf, textOf } from '../template/looseTemplate.ts';
import { suggestion } from '../template/nearestName.ts';
import type { Finding, Path } from '../template/problem.ts';

interface Input {
  readonly names: readonly string[];
  /** Those that a call always has: required, or with a default. */
  readonly certain: ReadonlySet<string>;
  readonly typeOf: (name: string) => string | undefined;
}

interface Argument {
  readonly text: string;
  readonly path: Path;
  /** The property its group depends on. */
  readonly when: string | undefined;
}

/** Every value a command asks for must be one that a call has, and every argument must stay one argument. */
export function commandFindings(tool: Json): readonly Finding[] {
  const input = inputOf(fieldOf(tool, 'inputSchema'));
  const parts = listOf(fieldOf(tool, 'command'));
  const groups = parts.flatMap((part, index) => groupFindings(part, ['command', index], input));
  const all = parts.flatMap((part, index) => argumentsOf(part, ['command', index]));
  return [...programFindings(parts[0]), ...groups, ...all.flatMap((argument) => argumentFindings(argument, input)), ...codeFindings(all), ...(parts.length === 0 ? [] : unusedFindings(all, input))];
}

function inputOf(schema: Json | undefined): Input {
  const properties = fieldOf(schema, 'properties');
  const names = isObject(properties) ? Object.keys(properties) : [];
  const required = listOf(fieldOf(schema, 'required'));
  return {
    names,
    certain: new Set(names.filter((name) => required.includes(name) || fieldOf(fieldOf(properties, name), 'default') !== undefined)),
    typeOf: (name) => textOf(fieldOf(fieldOf(properties, name), 'type')),
  };
}

function programFindings(program: Json | undefined): readonly Finding[] {
  const report = (message: string): readonly Finding[] => [{ path: ['command', 0], code: 'bad-argument', message }];
  if (isObject(program)) return report('The program comes first, always: put arguments that depend on a value after it.');
  if (program === '') return report('The first entry is the program to run; it is empty.');
  return typeof program === 'string' && program.includes('{{') ? report('The program must be fixed: no value of the model may choose what runs.') : [];
}

function groupFindings(part: Json, path: Path, { names }: Input): readonly Finding[] {
  const when = textOf(fieldOf(part, 'when'));
  if (when === undefined || names.includes(when)) return [];
  return [{ path: [...path, 'when'], code: 'unknown-placeholder', message: `inputSchema has no property "${when}".${suggestion(when, names)}` }];
}

function argumentsOf(part: Json, path: Path): readonly Argument[] {
  if (typeof part === 'string') return [{ text: part, path, when: undefined }];
  const when = textOf(fieldOf(part, 'when'));
  return listOf(fieldOf(part, 'args')).flatMap((text, index) => (typeof text === 'string' ? [{ text, path: [...path, 'args', index], when }] : []));
}

function argumentFindings(argument: Argument, input: Input): readonly Finding[] {
  const { text, path } = argument;
  const odd = text.replaceAll(placeholder, '').includes('{{');
  const warnings: readonly Finding[] = odd ? [{ path, code: 'bad-placeholder', severity: 'warning', message: `"${text}" holds "{{" that is no {{name}} of a property; it is passed on as it is.` }] : [];
  return [...warnings, ...namesIn(text).flatMap((name) => valueFindings(name, argument, input))];
}

/** Values are arguments, never text that a program reads as code. */
function codeFindings(all: readonly Argument[]): readonly Finding[] {
  const code = codeArguments(all.map(({ text }) => text));
  return all.flatMap(({ text, path }, index): readonly Finding[] => {
    const [name] = code.has(index) ? namesIn(text) : [];
    return name === undefined ? [] : [{ path, code: 'bad-argument', message: `This argument is code, and a value of the model in it would run. Write the code without it, and give the value as an argument of its own behind it: "sh", "-c", "echo \\"$1\\"", "sh", "{{${name}}}".` }];
  });
}

function valueFindings(name: string, { text, path, when }: Argument, { names, certain, typeOf }: Input): readonly Finding[] {
  if (!names.includes(name)) return [{ path, code: 'unknown-placeholder', message: `{{${name}}}: inputSchema has no property "${name}".${suggestion(name, names)}` }];
  const report = (message: string): readonly Finding[] => [{ path, code: 'bad-argument', message }];
  if (typeOf(name) === 'object') return report(`"${name}" is an object, which is no argument. Ask for its parts as properties of their own.`);
  if (typeOf(name) === 'array' && text.trim() !== `{{${name}}}`) return report(`"${name}" is a list: it must stand alone, as "{{${name}}}", and becomes one argument for each entry.`);
  if (certain.has(name) || when === name) return [];
  return report(`A call may leave out "${name}". Make it required, give it a default, or write { "when": "${name}", "args": [${JSON.stringify(text)}] }.`);
}

function unusedFindings(all: readonly Argument[], { names }: Input): readonly Finding[] {
  const used = new Set(all.flatMap(({ text, when }) => [...namesIn(text), ...(when === undefined ? [] : [when])]));
  return names.filter((name) => !used.has(name)).map((name) => ({ path: ['inputSchema', 'properties', name], isAboutKey: true, code: 'unused-input', severity: 'warning', message: `The command does not use "${name}": whatever the model gives is ignored.` }));
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map(([, name = '']) => name);
}
