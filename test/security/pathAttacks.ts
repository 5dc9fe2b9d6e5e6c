/** Paths that must be refused on every system, whatever the tool. `ROOT` stands for the workspace folder. */
export const outsidePaths: readonly string[] = [
  '..', '../outside/canary.txt', 'src/../../outside/canary.txt', 'src/..', './../outside/canary.txt', 'a/./../../outside/canary.txt', '..\\outside\\canary.txt',
  '/etc/passwd', '/', '/proc/self/environ', '/dev/stdin', 'ROOT-sibling/canary.txt', 'ROOT/../outside/canary.txt', '//server/share/x', '\\\\server\\share\\x', '\\\\?\\C:\\x', '\\\\.\\pipe\\x', '//?/C:/x', '\\x',
  '~', '~/.ssh/id_rsa', '~root/.profile', '$HOME/x', '${HOME}/x', '$PWD', '%USERPROFILE%/x', '%HOMEDRIVE%',
  'file:///etc/passwd', 'FILE:/etc/passwd', 'file:canary.txt', 'http://localhost/x', 'data:text/plain,x', 'vscode-userdata:/x', 'C:/Windows/x', 'C:\\Windows\\x', 'c:x', 'C:',
  '\uff0e\uff0e/outside/canary.txt', '\uff0e./outside/canary.txt', '..\uff0foutside\uff0fcanary.txt', '\u2025/outside/canary.txt', 'src/\u2025/..',
  '.\u200b./outside/canary.txt', '..\u200d/outside', 'src\u0000/../..', 'src\n/x', 'src\r/x', 'a\u202eb', 'a\u{e0041}b', 'a\u009bb', 'a\tb',
  'src/app.ts:stream', 'src/app.ts::$DATA', 'src:$INDEX_ALLOCATION/x', 'src/app.ts.', 'src/app.ts ', 'src./app.ts', 'src /app.ts', '... /x', '.../x', 'a/…',
  'CON', 'con.txt', 'src/NUL', 'aux.ts', 'COM1', 'LPT9.log', 'com\u00b9', 'src/PRN.json', 'CONIN$', 'GIT~1/config', 'PROGRA~1/x', 'src/FOO~1.TXT', '\uff23\uff2f\uff2e',
  'x'.repeat(300), 'a/'.repeat(3_000), `${'ä'.repeat(130)}.txt`,
];

/** Places inside the workspace that give power to whoever writes them. */
export const powerfulPaths: readonly string[] = [
  '.git/config', '.git/hooks/pre-commit', '.git', 'sub/.git/config', '.git/info/attributes', '.vscode/settings.json', '.vscode/tasks.json', 'packages/a/.vscode/launch.json', 'project.code-workspace', 'sub/x.CODE-WORKSPACE',
  '.phasegate/templates/x.json', '.phasegate/config.json', '.github/workflows/ci.yml', '.github/actions/x/action.yml', '.github/copilot-instructions.md', '.husky/pre-commit', '.envrc', '.npmrc', 'packages/a/.npmrc', '.yarnrc', '.yarnrc.yml', '.yarn/plugins/x.cjs', '.pnpmfile.cjs',
  '.devcontainer/devcontainer.json', '.devcontainer.json', '.gitpod.yml', '.dir-locals.el', '.appveyor.yml', 'buildspec.yml', 'opencode.json', '.trae/rules.md', '.vs/tasks.vs.json', 'a/.hg/hgrc', '.jj/config', 'lib/sitecustomize.py', '.idea/workspace.xml', '.bashrc', '.zshrc', '.profile', '.bash_profile', '.gitconfig', '.gitmodules', '.gitattributes', '.mcp.json', 'mcp.json', '.cursor/rules/x.mdc', '.cursor/mcp.json', '.claude/settings.json', 'AGENTS.md', 'sub/CLAUDE.md', 'GEMINI.md', '.cursorrules',
  '.clinerules', '.windsurfrules', '.codex/config.toml', '.gemini/settings.json', '.aider.conf.yml', 'skills/x/SKILL.md', '.gitlab-ci.yml', 'Jenkinsfile', '.circleci/config.yml', '.pre-commit-config.yaml', 'lefthook.yml', '.cargo/config.toml', '.vimrc', '.env', '.ssh/authorized_keys', 'pip.conf',
];

/** The same places under names that some file system takes for them. */
export const disguisedPaths: readonly string[] = [
  '.GIT/config', '.Git/hooks/x', '.g\u0131t/config', '.gi\u0301t/config', '.\uff47\uff49\uff54/config', '\uff0egit/config', '.git\u200b/config', '.g\u200cit/config', '.git\ufeff/config', '.gi\u00adt/config', '.git./config', '.git /config', '.git::$INDEX_ALLOCATION/config',
  '.VSCODE/settings.json', '.v\u017fcode/settings.json', '.vscode /settings.json', '.github/WORKFLOWS/x.yml', './/.git//config', './.git/config', '\u2024git/config', '.NPMRC', 'Agents.MD', '.mcp.json ', '.\uff45\uff4e\uff56', '.ENV',
];

/** Files whose content stays out of conversations. */
export const secretPaths: readonly string[] = [
  '.git/config', '.git/HEAD', '.env', '.env.local', '.env.production', 'deploy/.env', 'server.pem', 'tls/private.key', 'id_rsa', '.ssh/id_ed25519', '.ssh/known_hosts', '.aws/credentials', 'credentials.json', '.netrc', '.npmrc', '.pypirc', '.git-credentials', '.kube/config', '.docker/config.json', 'store.p12', '.htpasswd',
  'service-account-prod.json', 'terraform.tfstate', '.gnupg/secring.gpg', 'vault.kdbx',
];
