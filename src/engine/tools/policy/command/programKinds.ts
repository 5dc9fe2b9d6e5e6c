/** What a program is for, where that makes its arguments powerful. */
export type ProgramKind = 'shell' | 'interpreter' | 'wrapper' | 'builtin' | 'network' | 'project' | 'editor' | 'writer' | 'system';

const programs: readonly (readonly [ProgramKind, string])[] = [
  ['shell', 'sh bash dash zsh ksh mksh ash fish csh tcsh rbash yash elvish nu xonsh cmd powershell pwsh'],
  ['interpreter', 'node nodejs deno bun tsx ts-node python pypy ipython ruby irb jruby perl raku php lua luajit tclsh wish expect guile racket sbcl clojure clj bb elixir iex erl escript julia R Rscript octave ghci runghc ocaml scala kotlin kotlinc groovy jshell java dotnet swift osascript awk gawk mawk nawk bc dc gdb lldb sqlite sqlite3 psql mysql mongo mongosh redis-cli m4 jjs qjs'],
  ['wrapper', 'env command builtin exec nohup nice time timeout gtimeout stdbuf setsid ionice chrt taskset numactl sudo doas pkexec run0 su runuser gosu xargs gxargs parallel watch busybox toybox unshare nsenter chroot fakeroot firejail bwrap strace ltrace valgrind perf script flock systemd-run direnv dotenv dotenvx cross-env entr watchexec nodemon concurrently coproc catchsegv setarch linux32 linux64 i386 rlwrap unbuffer faketime proot schroot socat tmux screen dtach abduco at batch crontab'],
  ['builtin', 'eval source . alias unalias trap export set unset cd pushd popd readonly declare typeset local ulimit umask hash enable shopt bind complete compgen let read mapfile readarray getopts wait jobs fg bg disown suspend exit return break continue shift times caller logout history fc'],
  ['network', 'curl wget aria2c axel http https xh httpie ssh scp sftp rsync rclone ftp lftp tftp telnet nc ncat netcat openssl dig nslookup host whois ping traceroute mtr nmap tcpdump gh glab hub aws gcloud gsutil az doctl heroku fly flyctl vercel netlify wrangler firebase supabase kubectl helm oc docker podman nerdctl buildah skopeo ctr crictl terraform tofu pulumi ansible ansible-playbook vagrant ngrok cloudflared tailscale mosh svn hg cvs bzr lynx w3m links elinks mail mailx sendmail mutt msmtp xdg-open open start'],
  ['project', 'npm npx pnpm pnpx yarn yarnpkg bunx corepack ni nx turbo lerna rush pip pipx uv uvx poetry pdm hatch pipenv conda mamba easy_install virtualenv venv tox nox pytest py.test unittest nose2 cargo rustc rustup go gofmt make gmake bmake cmake ctest ninja meson bazel bazelisk buck buck2 scons waf gradle gradlew mvn mvnw ant sbt lein mill msbuild nuget gem bundle bundler rake rails rspec composer phpunit artisan brew port apt apt-get aptitude dpkg dnf yum rpm zypper apk pacman yay snap flatpak nix nix-env nix-shell nix-build guix choco winget scoop jest vitest mocha ava tap jasmine karma cypress playwright eslint prettier biome oxlint stylelint tslint standard xo rome babel swc esbuild vite webpack rollup parcel rspack tsup next nuxt astro remix gatsby svelte-kit ng vue-cli-service react-scripts expo ruff black isort mypy pylint flake8 pre-commit husky lint-staged lefthook just task mage earthly act gcc g++ cc c++ clang clang++ ld javac scalac ghc cabal stack opam dune zig nim crystal mix rebar3 pod xcodebuild fastlane flutter dart pub'],
  ['editor', 'vi vim nvim view ex ed red emacs emacsclient nano pico micro helix hx kak joe code codium cursor subl less more most man info top htop fzf'],
  ['writer', 'cp mv rm mkdir rmdir touch ln tee dd install truncate chmod chown chgrp patch split csplit shred srm unlink mktemp mkfifo mknod tar bsdtar zip unzip gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 7z 7za 7zr rar unrar cpio ar pax sponge tsc rename setfacl setfattr xattr chattr iconv xxd uudecode base32 yq gpg gpg2 age ssh-keygen ssh-add git-lfs sed ffmpeg convert magick pandoc wkhtmltopdf sql trash del erase rd md copy xcopy robocopy move ren format attrib icacls takeown'],
  ['system', 'kill pkill killall kill-all xkill shutdown reboot poweroff halt init telinit mount umount losetup mkfs fsck fdisk parted swapon swapoff modprobe insmod rmmod sysctl systemctl service launchctl rc-service useradd usermod userdel adduser passwd chpasswd visudo iptables nft ufw ip ifconfig route hostname hostnamectl timedatectl date-set chsh chfn loginctl ps pgrep pidof lsof ss netstat printenv dmesg journalctl dbus-send gsettings dconf defaults reg sc net schtasks wmic diskutil csrutil spctl'],
];

const kinds: ReadonlyMap<string, ProgramKind> = new Map(programs.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)));

/** `undefined` for a program that this list does not know, or whose arguments are known to be harmless. */
export function kindOf(program: string): ProgramKind | undefined {
  const name = programName(program);
  return kinds.get(name) ?? kinds.get(name.replace(/[-.]?\d[\d.]*$/, '')) ?? (name.startsWith('mkfs.') ? 'system' : undefined);
}

/** Without its folder and what Windows adds to it. */
export function programName(program: string): string {
  return program.replace(/^.*[\\/]/, '').replace(/\.(?:exe|cmd|bat|com|ps1)$/i, '');
}

/** What running it means, for the sentence "… , so it needs a rule of its own". */
export const kindMeaning: Readonly<Record<ProgramKind, string>> = {
  shell: 'runs other commands',
  interpreter: 'runs code',
  wrapper: 'runs another program',
  builtin: 'changes or runs things in the shell itself',
  network: 'reaches over the network or to other machines',
  project: 'installs packages or runs code of the project',
  editor: 'can run other programs',
  writer: 'changes files',
  system: 'looks into or changes the system or other processes',
};
