import { foldName } from './pathNames.ts';

/**
 * Places whose content gives power: something runs it, or an agent obeys it. What a model can write must never change what
 * it may do. Matched at any depth, ignoring case and look-alikes; `*` stands for the rest of a name.
 */
const powerfulFolders = [
  '.git', '.vscode', '.phasegate', '.husky', '.devcontainer', '.idea', '.fleet', '.zed', '.nova', '.githooks', '.lefthook',
  '.cursor', '.claude', '.claude-plugin', '.codex', '.gemini', '.continue', '.windsurf', '.roo', '.cline', '.clinerules', '.kiro', '.amazonq', '.qwen', '.opencode', '.agents', '.junie', '.augment', '.goose',
  '.circleci', '.buildkite', '.woodpecker', '.forgejo', '.gitea', '.teamcity', '.yarn', '.cargo', '.direnv', '.config',
  '.github/workflows', '.github/actions', '.github/agents', '.github/prompts', '.github/instructions', '.github/chatmodes', '.github/hooks', '.github/skills',
];

const powerfulFiles = [
  '*.code-workspace', '.envrc', '.npmrc', '.yarnrc*', '.pnpmfile.*', '.pnp.*', 'bunfig.toml', '.pypirc', 'pip.conf', '.gitconfig', '.gitmodules', '.gitattributes',
  '.bashrc', '.bash_*', '.profile', '.zshrc', '.zshenv', '.zprofile', '.zlogin', '.zlogout', '.kshrc', '.cshrc', '.tcshrc', '.login', '.inputrc', '.vimrc', '.exrc', '.nvimrc', '.tmux.conf', '.screenrc', '.gdbinit', '.lldbinit', '.wgetrc', '.curlrc',
  '.mcp.json', 'mcp.json', 'mcp_config.json', 'agents.md', 'agents.override.md', 'claude.md', 'claude.local.md', 'gemini.md', 'qwen.md', 'skill.md', '.cursorrules', '.cursorignore', '.windsurfrules', '.clinerules*', '.roorules*', '.roomodes', '.goosehints', '.aider*', 'copilot-instructions.md',
  '.gitlab-ci.yml', '.travis.yml', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'jenkinsfile', '.drone.yml', '.woodpecker.yml', 'appveyor.yml', '.pre-commit-config.yaml', 'lefthook.*', '.lefthook.*', 'mise.toml', '.mise.*', '.tool-versions',
];

const secretFolders = ['.git', '.ssh', '.aws', '.gnupg', '.azure', '.gcloud', '.kube', '.docker', '.password-store'];

const secretFiles = [
  '.env', '.env.*', '.envrc', '*.pem', '*.key', '*.p12', '*.pfx', '*.jks', '*.keystore', '*.kdbx', '*.ppk', 'id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519', 'id_ecdsa_sk', 'id_ed25519_sk',
  'credentials', 'credentials.json', '.credentials*', '.git-credentials', '.netrc', '_netrc', '.pgpass', '.my.cnf', '.npmrc', '.yarnrc.yml', '.pypirc', '.htpasswd', '.dockercfg', '.boto', '.s3cfg', 'secrets.json', 'service-account*.json', '*.tfstate',
];

/** Hold the names of variables, not their values. */
const examples = ['.env.example', '.env.sample', '.env.template', '.env.dist', '.env.defaults'];

/** Why a place inside the workspace must not be written, or `undefined`. Takes the segments of its path from the root. */
export function writeProtection(segments: readonly string[]): string | undefined {
  const folded = segments.map(foldName);
  const power = insideFolder(folded, powerfulFolders) ?? namedFile(folded, powerfulFiles);
  if (power) return `${power} is protected: what it holds can run code or change what an agent may do. Ask the person to change it.`;
  return readProtection(segments);
}

export function isWriteProtected(segments: readonly string[]): boolean {
  return writeProtection(segments) !== undefined;
}

/** Why a place inside the workspace must not be read, or `undefined`. */
export function readProtection(segments: readonly string[]): string | undefined {
  const folded = segments.map(foldName);
  const secret = insideFolder(folded, secretFolders) ?? (examples.includes(folded.at(-1) ?? '') ? undefined : namedFile(folded, secretFiles));
  return secret && `${secret} is protected: it holds secrets or Git's own data, which stay out of conversations.`;
}

/** What is never worth searching, as glob patterns. Not the whole list: what is found is still checked by `readProtection`. */
export const secretGlobs: readonly string[] = [...secretFolders, ...secretFiles.filter((name) => name !== '.env.*')].map((name) => `**/${name}`);

function insideFolder(folded: readonly string[], folders: readonly string[]): string | undefined {
  const path = `/${folded.join('/')}/`;
  return folders.find((folder) => path.includes(`/${folder}/`));
}

function namedFile(folded: readonly string[], patterns: readonly string[]): string | undefined {
  const name = folded.at(-1) ?? '';
  return patterns.some((pattern) => matchesName(name, pattern)) ? name : undefined;
}

function matchesName(name: string, pattern: string): boolean {
  const [start = '', end] = pattern.split('*');
  return end === undefined ? name === pattern : name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}
