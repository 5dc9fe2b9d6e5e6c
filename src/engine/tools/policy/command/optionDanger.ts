const running = /^(?:-exec|-execdir|-ok|-okdir|--exec|--exec-batch|--exec=.*|-x|-X|--pre|--upload-pack|--receive-pack|--ext-diff|--textconv|--compress-program|--use-compress-program|--to-command|--checkpoint-action|--rsh|--rsync-path|--script-shell|--shell|--hostname-bin|--open-files-in-pager|--extcmd|--tool|--search-zip|--eval|-e|-c|--command|--config|--plugin|--require|-r|--import|--loader|--init-file|--rcfile|--show-signature|--gpg-sign)(?:=|$)/;
const writing = /^(?:-o|--output|--output-file|--outfile|--output-directory|--outdir|--out|-delete|-fprint|-fprint0|-fprintf|-fls|--in-place|-i|--write|--fix|--save|--log-file|--report-file)(?:=|$)/;
const elsewhere = /^(?:-C|--git-dir|--work-tree|--exec-path|--directory|--chdir|--prefix|--cwd|--root|--namespace|--no-index|--files0-from|--file|-f|-T|--files-from|--hidden|--no-ignore|--unrestricted|-u)(?:=|$)/;

/** Why an option asks, in words. All unknown ones do; for the well-known dangerous ones the reason is told. */
export function optionDanger(program: string, option: string): string {
  const name = `${program}: the option ${option}`;
  if (running.test(option)) return `${name} can run another program.`;
  if (writing.test(option)) return `${name} can write files.`;
  if (elsewhere.test(option)) return `${name} can reach other places.`;
  return `${name} is not known to only look.`;
}
