import { err, ok, type Result } from '../../../base/result.ts';
import type { ShellNode } from './shellNode.ts';

/** Program and arguments, exactly as the program will get them. */
export type Argv = readonly [string, ...string[]];

/** Characters that mean themselves in every shell, wherever they stand in a word. */
const plainWord = /^[A-Za-z0-9_.,/:@%+=^~-]+$/;
/** A home folder, also after the characters at which some shells look for one; `=ls` is a path in zsh, `^a^b` an earlier line. */
const expandedWord = /^[=^]|(?:^|[:=,/])~/;
const plainProgram = /^[A-Za-z0-9_.+/-]+$/;
/** Inside double quotes these are still special, or are in an interactive shell. */
const specialInQuotes = /[$`\\!]/;

/**
 * The one program a script runs, and its arguments; or why that cannot be said for sure. Only a single command of plain and
 * quoted words is understood: whoever wants more, asks a person.
 */
export function plainCommand(root: ShellNode): Result<Argv, string> {
  const strange = strangeCharacter(root.text);
  if (strange) return err(strange);
  const [command, ...others] = root.children;
  if (!command) return err('It is empty.');
  if (others.length > 0 || command.type !== 'command') return err(doubtAbout(root));
  if (/\S/.test(root.text.slice(0, command.start) + root.text.slice(command.end))) return err('It has parts that were not understood.');
  const words: string[] = [];
  for (const [index, node] of command.children.entries()) {
    const word = index === 0 ? programOf(node) : valueOf(node);
    if (word === undefined) return err(doubtAbout(command));
    if (index > 0 && !/^[ \t]+$/.test(root.text.slice(command.children[index - 1]?.end ?? 0, node.start))) return err('It has parts that were not understood.');
    words.push(word);
  }
  const [program, ...rest] = words;
  return program === undefined ? err('It runs nothing.') : ok([program, ...rest]);
}

function strangeCharacter(script: string): string | undefined {
  if (/[\n\r\v\f\u0085\u2028\u2029]/.test(script)) return 'It has more than one line.';
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  if (/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/.test(script)) return 'It has control characters.';
  // oxlint-disable-next-line no-control-regex -- everything outside ASCII
  if (/[^\u0000-\u007f]/.test(script)) return 'It has characters outside ASCII, which can look like others.';
  return undefined;
}

/** The program must be written as it is: no quotes, no escapes. */
function programOf(node: ShellNode): string | undefined {
  const [word, ...others] = node.children;
  return node.type === 'command_name' && word?.type === 'word' && others.length === 0 && plainProgram.test(word.text) ? word.text : undefined;
}

function valueOf(node: ShellNode): string | undefined {
  switch (node.type) {
    case 'word':
    case 'number':
      return plainWord.test(node.text) && !expandedWord.test(node.text) ? node.text : undefined;
    case 'raw_string':
      return node.text.slice(1, -1);
    case 'string':
      return specialInQuotes.test(node.text) || !node.text.endsWith('"') || node.text.length < 2 ? undefined : node.text.slice(1, -1);
    case 'concatenation':
      return concatenationOf(node);
    default:
      return undefined;
  }
}

function concatenationOf(node: ShellNode): string | undefined {
  let value = '';
  let end = node.start;
  for (const part of node.children) {
    const piece = part.type === 'concatenation' || part.start !== end ? undefined : valueOf(part);
    if (piece === undefined) return undefined;
    value += piece;
    end = part.end;
  }
  return end === node.end && !expandedWord.test(node.text) ? value : undefined;
}

/** What stands in the way, by what the grammar calls it; the first that applies, most telling first. */
const doubts: readonly (readonly [RegExp, string])[] = [
  [/^(?:heredoc_redirect|herestring_redirect)$/, 'It feeds text to a program.'],
  [/redirect/, 'It redirects input or output.'],
  [/^(?:command|process)_substitution$/, 'It runs a command inside another one.'],
  [/^(?:simple_expansion|expansion|arithmetic_expansion|brace_expression|translated_string)$/, 'It expands variables.'],
  [/^(?:ansi_c_string|string)$/, 'It has text in quotes that the shell changes.'],
  [/^(?:if|while|for|c_style_for|case|compound)_statement$|_definition$|^(?:subshell|negated_command|test_command)$/, 'It is a script with conditions, loops, functions or groups.'],
  [/^(?:pipeline|\|&?)$/, 'It pipes one command into another.'],
  [/^(?:variable_assignment|declaration_command|unset_command|array)$/, 'It sets variables.'],
  [/^(?:list|&&|\|\||;|&|;;)$/, 'It runs more than one command.'],
  [/^comment$/, 'It holds a comment.'],
];

function doubtAbout(node: ShellNode): string {
  const types: string[] = [];
  const collect = (child: ShellNode): void => {
    // Plain text in double quotes is no doubt.
    if (child.type !== 'string' || specialInQuotes.test(child.text)) types.push(child.type);
    child.children.forEach(collect);
  };
  node.children.forEach(collect);
  if (types.includes('ERROR') || hasMissing(node)) return 'It has a syntax that was not understood.';
  const found = doubts.find(([pattern]) => types.some((type) => pattern.test(type)));
  return found?.[1] ?? 'It has wildcards, escapes or other characters that the shell changes.';
}

function hasMissing(node: ShellNode): boolean {
  return node.isMissing || node.children.some(hasMissing);
}
