import type { Secrets } from '../ports/secrets.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The vendors' usual variables, first found wins. */
const variables: Readonly<Record<string, readonly string[]>> = {
  anthropic: ['ANTHROPIC_API_KEY'],
  openai: ['OPENAI_API_KEY'],
  gemini: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
};

/** Keys from environment variables, for hosts without a secret storage. Any other provider: its name in capitals and `_API_KEY`. */
export function environmentSecrets(environment: Environment): Secrets {
  return {
    async get(name) {
      return variablesOf(name).map((variable) => environment[variable]?.trim()).find((value) => value !== undefined && value !== '');
    },
  };
}

/** Every value in the environment that looks like a key, by the name of its variable: what logs and rows must not hold. */
export function secretValues(environment: Environment): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => (value !== undefined && value.length >= 8 && secretName.test(name) ? [value] : []));
}

const secretName = /^PHASEGATE_INPUT_|(?:_API_KEY|_TOKEN|_SECRET|_PASSWORD|_ACCESS_KEY|_PRIVATE_KEY|SECRET_ACCESS_KEY)$/i;

function variablesOf(name: string): readonly string[] {
  return Object.hasOwn(variables, name) ? (variables[name] ?? []) : [`${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_API_KEY`];
}
