import { type OptionTable, optionTable } from './optionTable.ts';

/** Programs that look and print, with the options that keep it so. */
const tables: readonly (readonly [string, OptionTable])[] = [
  ['ls dir vdir', optionTable('-a -A -l -h -t -r -R -S -1 -d -F -i -s -n -p -G -g -o -c -u -U -v -x -X -Z -k -m -q -Q -b -B -C -L@ -H -N -I: -w: -T: --all --almost-all --author --color --color: --directory --classify --full-time --group-directories-first --human-readable --si --inode --size --recursive --reverse --sort: --time: --time-style: --ignore: --hide: --indicator-style: --no-group --numeric-uid-gid --dereference@ --literal --quote-name', 'paths')],
  ['cat', optionTable('-n -b -s -A -e -t -v -E -T -u --number --number-nonblank --squeeze-blank --show-all --show-ends --show-tabs --show-nonprinting', 'paths')],
  ['head', optionTable('-# -n: -c: -q -v -z --lines: --bytes: --quiet --silent --verbose', 'paths')],
  ['tail', optionTable('-# -n: -c: -q -v -z --lines: --bytes: --quiet --silent --verbose', 'paths')],
  ['wc', optionTable('-l -w -c -m -L --lines --words --bytes --chars --max-line-length', 'paths')],
  ['nl', optionTable('-b: -n: -w: -s: -v: -i: -h: -f: -p -ba', 'paths')],
  ['tac rev', optionTable('', 'paths')],
  ['sort', optionTable('-b -d -f -g -h -i -M -n -R -r -V -c -C -m -s -u -z -k: -t: --ignore-leading-blanks --dictionary-order --ignore-case --general-numeric-sort --human-numeric-sort --numeric-sort --reverse --version-sort --unique --stable --key: --field-separator: --check', 'paths')],
  ['uniq', optionTable('-c -d -D -u -i -z -f: -s: -w: --count --repeated --unique --ignore-case --skip-fields: --skip-chars: --check-chars:', 'paths', { mostOperands: 1 })],
  ['cut', optionTable('-b: -c: -d: -f: -s -n -z --bytes: --characters: --delimiter: --fields: --only-delimited --output-delimiter: --complement', 'paths')],
  ['tr', optionTable('-c -C -d -s -t --complement --delete --squeeze-repeats --truncate-set1', 'text')],
  ['paste', optionTable('-d: -s -z --delimiters: --serial', 'paths')],
  ['fold fmt', optionTable('-w: -s -b --width: --spaces --bytes', 'paths')],
  ['expand unexpand', optionTable('-t: -i -a --tabs: --initial --all', 'paths')],
  ['comm', optionTable('-1 -2 -3 -z --check-order --nocheck-order --output-delimiter: --total', 'paths')],
  ['cmp', optionTable('-s -l -b -n: -i: --silent --quiet --verbose --bytes: --print-bytes', 'paths')],
  ['diff', optionTable('-u -U: -c -C: -y -q -i -w -b -B -E -Z -N -a -s -t -W: -p -r!@ -x: --unified --unified: --context --context: --side-by-side --brief --ignore-case --ignore-all-space --ignore-space-change --ignore-blank-lines --ignore-trailing-space --strip-trailing-cr --new-file --text --report-identical-files --recursive!@ --exclude: --color --color: --width: --suppress-common-lines --minimal --show-c-function', 'paths')],
  ['column', optionTable('-t -s: -o: -n -e -x -c: --table --separator:', 'paths')],
  ['grep egrep fgrep', optionTable('-# -A: -B: -C: -E -F -G -P -i -v -w -x -c -l -L -m: -n -H -h -o -q -s -b -T -Z -z -a -I -U -e: -r! -R!@ --after-context: --before-context: --context: --extended-regexp --fixed-strings --basic-regexp --perl-regexp --regexp: --ignore-case --no-ignore-case --invert-match --word-regexp --line-regexp --count --files-with-matches --files-without-match --max-count: --line-number --with-filename --no-filename --only-matching --quiet --silent --no-messages --byte-offset --null --text --binary-files: --include: --exclude: --exclude-dir: --recursive! --dereference-recursive!@ --color --color: --colour --colour: --line-buffered', 'text-then-paths')],
  ['rg', optionTable('-# -A: -B: -C: -E: -F -H -I -L@ -M: -N -P -S -T: -U -V -a -c -d: -e: -g: -h -i -l -m: -n -o -p -q -r: -s -t: -v -w -x --after-context: --before-context: --context: --fixed-strings --with-filename --no-filename --line-number --no-line-number --column --no-column --pcre2 --smart-case --case-sensitive --ignore-case --multiline --multiline-dotall --text --count --count-matches --regexp: --glob: --iglob: --files --files-with-matches --files-without-match --max-count: --max-columns: --max-columns-preview --max-depth: --max-filesize: --only-matching --quiet --replace: --type: --type-not: --type-list --invert-match --word-regexp --line-regexp --heading --no-heading --color: --colors: --json --vimgrep --trim --sort: --sortr: --stats --passthru --pretty --no-messages --null --threads: --version', 'text-then-paths', { readsFolders: true })],
  ['find gfind', optionTable('-H -L@ -P -name: -iname: -path: -ipath: -wholename: -iwholename: -regex: -iregex: -regextype: -lname: -ilname: -type: -xtype: -size: -empty -mtime: -mmin: -atime: -amin: -ctime: -cmin: -newer: -anewer: -cnewer: -perm: -user: -group: -nouser -nogroup -uid: -gid: -links: -inum: -samefile: -readable -writable -executable -maxdepth: -mindepth: -depth -mount -xdev -noleaf -daystart -follow@ -prune -print -print0 -printf: -ls -quit -true -false -not -and -or -a -o', 'paths', { hasLongWords: true })],
  ['fd fdfind', optionTable('-H -I -s -i -g -F -a -l -L@ -p -0 -t: -e: -E: -d: -S: -c: --hidden --no-ignore --case-sensitive --ignore-case --glob --fixed-strings --absolute-path --list-details --follow@ --full-path --print0 --type: --extension: --exclude: --max-depth: --min-depth: --exact-depth: --size: --changed-within: --changed-before: --color: --max-results: --strip-cwd-prefix', 'text-then-paths')],
  ['tree', optionTable('-a -d -f -i -l@ -p -s -h -D -F -C -n -q -r -t -v -x -L: -I: -P: --dirsfirst --noreport --gitignore --filelimit: --prune --matchdirs --ignore-case --charset: --sort: --du --si -J', 'paths')],
  ['stat', optionTable('-L -f -t -c: --dereference --file-system --terse --format: --printf:', 'paths')],
  ['file', optionTable('-b -i -k -h -L -N -r -0 --brief --mime --mime-type --mime-encoding --keep-going --dereference --no-dereference --extension', 'paths')],
  ['du', optionTable('-a -b -c -d: -h -k -m -s -x -S -L@ -l -0 -t: --all --apparent-size --bytes --total --max-depth: --human-readable --summarize --one-file-system --si --threshold: --exclude:', 'paths')],
  ['df', optionTable('-a -h -H -i -k -l -T -P --all --human-readable --inodes --local --print-type --portability --total', 'paths')],
  ['basename', optionTable('-a -s: -z --multiple --suffix: --zero', 'text')],
  ['dirname', optionTable('-z --zero', 'text')],
  ['realpath readlink', optionTable('-f -e -m -n -q -s -z -L -P --canonicalize --canonicalize-existing --canonicalize-missing --no-newline --quiet --zero', 'paths')],
  ['md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum sum shasum', optionTable('-b -t -a: --binary --text --tag --algorithm:', 'paths')],
  ['od', optionTable('-A: -j: -N: -t: -w: -a -b -c -d -f -i -l -o -s -v -x --address-radix: --skip-bytes: --read-bytes: --format: --width:', 'paths')],
  ['hexdump', optionTable('-b -c -C -d -o -v -x -n: -s:', 'paths')],
  ['strings', optionTable('-a -n: -t: -# --all --bytes: --radix:', 'paths')],
  ['base64', optionTable('-d -D -w: --decode --wrap: --ignore-garbage', 'paths')],
  ['jq', optionTable('-r -c -n -e -s -S -M -C -j -a -R --raw-output --compact-output --null-input --exit-status --slurp --sort-keys --monochrome-output --color-output --join-output --ascii-output --raw-input --tab --indent:', 'text-then-paths')],
  ['echo', optionTable('-n -e -E', 'text')],
  ['printf', optionTable('', 'text')],
  ['pwd', optionTable('-L -P', 'none')],
  ['true false whoami groups nproc arch tty', optionTable('', 'none')],
  ['uname', optionTable('-a -s -n -r -v -m -p -i -o --all --kernel-name --kernel-release --machine --operating-system', 'none')],
  ['id', optionTable('-u -g -G -n -r', 'none')],
  ['which', optionTable('-a', 'text')],
  ['sleep seq', optionTable('-s: -w', 'text')],
  ['date', optionTable('-u --utc --universal -R --rfc-email -I -Iseconds -Iminutes -Idate --iso-8601 --iso-8601: --rfc-3339: -d: --date:', 'text')],
  ['cal uptime', optionTable('', 'none')],
];

const byName: ReadonlyMap<string, OptionTable> = new Map(tables.flatMap(([names, table]) => names.split(' ').map((name) => [name, table] as const)));

export function lookingProgram(program: string): OptionTable | undefined {
  return byName.get(program);
}
