import { foldName } from './pathNames.ts';

/** What stands between a place and its use: nobody may, or a person has to agree each time. */
export interface Protection {
  readonly needs: 'refusal' | 'consent';
  readonly reason: string;
}

/** The engine's, the editor's and Git's own: nothing that a model writes there could be told from what a person wrote. */
const ownFolders = ['.git', '.vscode', '.phasegate'];

const ownFiles = [
  '*.code-workspace', '.gitconfig',
  '.bashrc', '.bash_*', '.profile', '.zshrc', '.zshenv', '.zprofile', '.zlogin', '.zlogout', '.kshrc', '.cshrc', '.tcshrc', '.login', '.inputrc', '.vimrc', '.exrc', '.nvimrc', '.tmux.conf', '.screenrc', '.gdbinit', '.lldbinit', '.wgetrc', '.curlrc',
];

/**
 * Other places whose content gives power: something runs it, or an agent obeys it. What a model can write must never change what
 * it may do by itself. Matched at any depth, ignoring case and look-alikes; `*` stands for the rest of a name.
 */
const powerfulFolders = [
  '.husky', '.devcontainer', '.idea', '.fleet', '.zed', '.nova', '.githooks', '.lefthook',
  '.cursor', '.claude', '.claude-plugin', '.codex', '.gemini', '.continue', '.windsurf', '.roo', '.cline', '.clinerules', '.kiro', '.amazonq', '.qwen', '.opencode', '.agents', '.junie', '.augment', '.goose', '.trae', '.kilocode', '.crush', '.factory', '.aiassistant', '.openhands', '.vs',
  '.hg', '.svn', '.jj', '.bzr',
  '.circleci', '.buildkite', '.woodpecker', '.forgejo', '.gitea', '.teamcity', '.semaphore', '.yarn', '.cargo', '.bundle', '.direnv', '.config',
  '.github/workflows', '.github/actions', '.github/agents', '.github/prompts', '.github/instructions', '.github/chatmodes', '.github/hooks', '.github/skills',
];

const powerfulFiles = [
  '.envrc', '.npmrc', '.yarnrc*', '.pnpmfile.*', '.pnp.*', 'bunfig.toml', '.pypirc', 'pip.conf', '.gitmodules', '.gitattributes',
  '.mcp.json', 'mcp.json', 'mcp_config.json', 'agents.md', 'agents.override.md', 'claude.md', 'claude.local.md', 'gemini.md', 'qwen.md', 'skill.md', '.cursorrules', '.cursorignore', '.windsurfrules', '.clinerules*', '.roorules*', '.roomodes', '.goosehints', '.aider*', 'copilot-instructions.md', 'agent.md', 'warp.md', 'opencode.json', 'opencode.jsonc', 'crush.json', '.lsp.json',
  '.gitlab-ci.yml', '.travis.yml', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'jenkinsfile', '.drone.yml', '.woodpecker.yml', 'appveyor.yml', '.appveyor.yml', 'buildspec.yml', 'cloudbuild.yaml', 'cloudbuild.yml', '.cirrus.yml', '.pre-commit-config.yaml', 'lefthook.*', '.lefthook.*', 'mise.toml', '.mise.*', '.tool-versions',
  '.devcontainer.json', '.gitpod.*', '.dir-locals.el', '.dir-locals-2.el', '.nvim.lua', '.lvimrc', '*.sublime-project', 'launch.vs.json', 'tasks.vs.json', 'sitecustomize.py', 'usercustomize.py',
];

const secretFolders = ['.git', '.ssh', '.aws', '.gnupg', '.azure', '.gcloud', '.kube', '.docker', '.password-store'];

const secretFiles = [
  '.env', '.env.*', '.envrc', '*.pem', '*.key', '*.p12', '*.pfx', '*.jks', '*.keystore', '*.kdbx', '*.ppk', 'id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519', 'id_ecdsa_sk', 'id_ed25519_sk',
  'credentials', 'credentials.json', '.credentials*', '.git-credentials', '.netrc', '_netrc', '.pgpass', '.my.cnf', '.npmrc', '.yarnrc.yml', '.pypirc', '.htpasswd', '.dockercfg', '.boto', '.s3cfg', 'secrets.json', 'service-account*.json', '*.tfstate',
];

const [ownNames, powerfulNames, secretNames] = [namePatterns(ownFiles), namePatterns(powerfulFiles), namePatterns(secretFiles)];

/** Hold the names of variables, not their values. */
const examples = ['.env.example', '.env.sample', '.env.template', '.env.dist', '.env.defaults'];

/** What protects a place inside the workspace from being written. Takes the segments of its path from the root. */
export function writeProtection(segments: readonly string[]): Protection | undefined {
  const folded = segments.map(foldName);
  const own = insideFolder(folded, ownFolders) ?? namedFile(folded, ownNames);
  if (own) return { needs: 'refusal', reason: `${own} is protected: what it holds can run code or change what an agent may do. Ask the person to change it.` };
  const power = insideFolder(folded, powerfulFolders) ?? namedFile(folded, powerfulNames);
  if (power) return { needs: 'consent', reason: `What ${power} holds can run code or change what an agent may do.` };
  const secret = secretIn(folded);
  return secret === undefined ? undefined : { needs: 'refusal', reason: `${secret} is protected: it holds secrets. Ask the person to change it.` };
}

export function isWriteProtected(segments: readonly string[]): boolean {
  return writeProtection(segments) !== undefined;
}

/** What protects a place inside the workspace from being read. */
export function readProtection(segments: readonly string[]): Protection | undefined {
  const folded = segments.map(foldName);
  const git = insideFolder(folded, ['.git']);
  if (git) return { needs: 'refusal', reason: `${git} is protected: Git's own data stays out of conversations. Use the git tool.` };
  const secret = secretIn(folded);
  return secret === undefined ? undefined : { needs: 'consent', reason: `${secret} can hold secrets, which would go to the model and its vendor.` };
}

function secretIn(folded: readonly string[]): string | undefined {
  return insideFolder(folded, secretFolders) ?? (examples.includes(folded.at(-1) ?? '') ? undefined : namedFile(folded, secretNames));
}

/** What is never worth searching, as glob patterns. Not the whole list: what is found is still checked by `readProtection`. */
export const secretGlobs: readonly string[] = [...secretFolders, ...secretFiles.filter((name) => name !== '.env.*')].map((name) => `**/${name}`);

/** A name for each kind of file with secrets, to try patterns on. */
export const secretExamples: readonly string[] = secretFiles.map((name) => name.replace('*', 'x'));

/** Each of them begins with a dot, so most paths are done with at once. */
function insideFolder(folded: readonly string[], folders: readonly string[]): string | undefined {
  const path = `/${folded.join('/')}/`;
  return path.includes('/.') ? folders.find((folder) => path.includes(`/${folder}/`)) : undefined;
}

function namedFile(folded: readonly string[], patterns: NamePatterns): string | undefined {
  const name = folded.at(-1) ?? '';
  return patterns.whole.has(name) || patterns.parts.some(({ start, end }) => name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end)) ? name : undefined;
}

/** Names, and patterns with one `*`, taken apart once: whole folders are held against them. */
interface NamePatterns {
  readonly whole: ReadonlySet<string>;
  readonly parts: readonly { readonly start: string; readonly end: string }[];
}

function namePatterns(patterns: readonly string[]): NamePatterns {
  const parts = patterns.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*')).map(([start = '', end = '']) => ({ start, end }));
  return { whole: new Set(patterns.filter((pattern) => !pattern.includes('*'))), parts };
}
