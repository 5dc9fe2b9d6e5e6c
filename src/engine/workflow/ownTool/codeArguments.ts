/** Programs with an option whose value they run as code. */
const interpreters: readonly { readonly program: RegExp; readonly option: RegExp; readonly attached?: RegExp }[] = [
  { program: /^(?:ba|da|z|k|mk|c|tc|fi|a)?sh$/, option: /^-[a-z]*c$/i },
  { program: /^(?:node|nodejs|deno|bun|tsx|ruby|perl|php|lua[\d.]*|python[\d.]*|pypy[\d.]*|Rscript|julia)$/, option: /^(?:-[a-z]*[cepr]|-E|--eval|--print|--run|eval)$/i, attached: /^(?:-[eE]|--eval=|--print=)/ },
  { program: /^(?:pwsh|powershell)$/i, option: /^-(?:c|command|encodedcommand)$/i },
  { program: /^cmd$/i, option: /^\/[ck]$/i },
  { program: /^(?:[gmn]?awk|g?sed)$/, option: /^(?:-[a-z]*e|--expression|--source)$/i, attached: /^(?:-e|--expression=|--source=)/ },
];

/** Programs whose first argument that is no option is code. */
const scripted = /^(?:[gmn]?awk|g?sed)$/;

/** Options of theirs whose value is none. */
const takesValue = /^-[Fvl]$/;

/** Which arguments of a command line are code for a program in it, by their index. A value put there would run. */
export function codeArguments(words: readonly string[]): ReadonlySet<number> {
  const code = new Set<number>();
  words.forEach((word, at) => {
    const program = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1).replace(/\.(?:exe|cmd)$/i, '');
    const interpreter = interpreters.find((candidate) => candidate.program.test(program));
    if (!interpreter) return;
    const { option, attached } = interpreter;
    const options = words.flatMap((other, index) => (index > at && option.test(other) ? [index] : []));
    for (const index of options) code.add(index + 1);
    words.forEach((other, index) => index > at && attached?.test(other) && code.add(index));
    if (scripted.test(program) && options.length === 0) code.add(words.findIndex((other, index) => index > at && !other.startsWith('-') && !(takesValue.test(words[index - 1] ?? '') && index - 1 > at)));
  });
  return code;
}
