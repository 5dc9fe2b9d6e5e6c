import type { BytePath } from './bytePath.ts';

/** Larger files are not copied. */
export const largestFileBytes = 64 * 1024 * 1024;

/** Never part of a snapshot, whatever the user's rules say; patterns of Git's exclude rules. */
export const builtInExcludes: readonly string[] = ['node_modules', '.git', '.phasegate-*.tmp'];

const excluded = /(?:^|\/)(?:node_modules(?:\/|$)|\.git(?:\/|$)|\.phasegate-[^/]*\.tmp$)/i;

/** Names of files that hold keys; copies of them would outlive what the user does to the original. */
const secretNames = [
  /^\.env(?:\..+)?$/, /^\.envrc$/, /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|tfstate)$/, /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/,
  /^(?:credentials|credentials\.json|secrets\.json|service-account.*\.json)$/, /^\.(?:credentials.*|git-credentials|netrc|pgpass|my\.cnf|npmrc|yarnrc\.yml|pypirc|htpasswd|dockercfg|boto|s3cfg)$/, /^_netrc$/,
];

const secretFolders = /(?:^|\/)\.(?:ssh|aws|gnupg|azure|gcloud|kube|docker|password-store)\//;

/** Hold the names of variables, not their values. */
const examples = /^\.env\.(?:example|sample|template|dist|defaults)$/;

const secretName = new RegExp(secretNames.map(({ source }) => `(?:${source})`).join('|'));

export function isBuiltInExcluded(path: BytePath): boolean {
  return excluded.test(path);
}

export function isSecret(path: BytePath): boolean {
  const folded = path.toLowerCase();
  const name = folded.slice(folded.lastIndexOf('/') + 1);
  return secretFolders.test(folded) || (secretName.test(name) && !examples.test(name));
}
