import { revealHidden } from './hiddenText.ts';

/** Strings to the terminal (titles, links, clipboard, graphics). One that never ends loses only its introducer, so that nothing can hide behind it. */
const strings = '(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007\\u001b\\u0080-\\u009f\\n]*(?:\\u0007|\\u001b\\\\|\\u009c)';
const controls = '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?';
/** Every other escape, an introducer without its end, and a lone ESC. */
const escapes = '\\u001b[ -/]*[0-~]?|[\\u0090\\u0098\\u009d-\\u009f]';
/** What a terminal takes no notice of, or only rings a bell for. Tab, newline, backspace and carriage return are none of these. */
const silent = '[\\u0000-\\u0007\\u000b\\u000c\\u000e-\\u001a\\u001c-\\u001f\\u007f]+';
const sequences = new RegExp(`${strings}|${controls}|${escapes}|${silent}`, 'g');

/**
 * What a program wrote to a terminal, as plain text for models and people: control sequences (ANSI, OSC, DCS, also in their
 * 8-bit forms) removed, overwritten lines as they end up, everything else that cannot be seen made visible.
 */
export function cleanTerminalText(text: string): string {
  const plain = text.replace(sequences, '').replace(/(?<!\r)\r+\n|\u0085/g, '\n');
  return revealHidden(plain.includes('\r') || plain.includes('\b') ? plain.split('\n').map(finalLine).join('\n') : plain);
}

/** A carriage return starts the line anew; a backspace takes one character back. */
function finalLine(line: string): string {
  const last = line.split('\r').findLast((part) => part !== '') ?? '';
  if (!last.includes('\b')) return last;
  const kept: string[] = [];
  for (const character of last) {
    if (character === '\b') kept.pop();
    else kept.push(character);
  }
  return kept.join('');
}
