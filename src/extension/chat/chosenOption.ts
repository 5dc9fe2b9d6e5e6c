/** The option that is meant: by its number, or by its text in any case; nothing else. */
export function chosenOption(options: readonly string[], words: string): string | undefined {
  const said = words.trim().replace(/[.!]$/, '').toLowerCase();
  const numbered = /^\d{1,2}$/.test(said) ? options[Number(said) - 1] : undefined;
  return options.find((option) => option.toLowerCase() === said) ?? numbered;
}
