/** Printing, deleting and ending; a place is a line number, `$`, or a pattern without delimiters in it. */
const place = String.raw`(?:\d+|\$|\/[^\/\\\n]*\/)`;
const command = new RegExp(String.raw`^(?:${place}(?:,${place})?)?!?[pPdDqQ=]$`);
/** Substitution without the flags `e` (runs) and `w` (writes). */
const substitution = new RegExp(String.raw`^(?:${place}(?:,${place})?)?s([\/|,#])(?:[^\\\n])*?\1(?:[^\\\n])*?\1[gpiI0-9]*$`);

/** Whether a sed script only prints. Anything but the simplest asks: sed can run commands and write files. */
export function isHarmlessSedScript(script: string): boolean {
  return script.split(';').every((part) => {
    const text = part.trim();
    if (command.test(text)) return true;
    return substitution.test(text) && text.split(/[/|,#]/).length === 4;
  });
}
