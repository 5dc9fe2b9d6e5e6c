/** What one vendor takes of JSON Schema in a tool's input. */
export interface Dialect {
  readonly name: 'openai' | 'compatible' | 'gemini' | 'editor';
  /** Keywords that stay. */
  readonly keywords: ReadonlySet<string>;
  /** Values of `format` that stay. */
  readonly formats: ReadonlySet<string>;
  /** Values other than strings and numbers in `enum` and `const`. */
  readonly takesAnyEnum: boolean;
  /** `$ref` into the `$defs` at the top, recursive ones too. */
  readonly takesDefinitions: boolean;
}

export interface AnthropicDialect {
  readonly name: 'anthropic';
}

const shape = ['type', 'enum', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'title', 'description'];
const limits = ['minimum', 'maximum', 'minItems', 'maxItems'];
const noFormats: ReadonlySet<string> = new Set();

/** Takes the whole standard except a union at the top. */
export const anthropic: AnthropicDialect = { name: 'anthropic' };

/** developers.openai.com, "Structured outputs", supported schemas; what is not strict may have lengths and defaults besides. */
export const openAI: Dialect = {
  name: 'openai',
  keywords: new Set([...shape, ...limits, 'const', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength', 'pattern', 'format', 'default']),
  formats: new Set(['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid']),
  takesAnyEnum: true,
  takesDefinitions: true,
};

const modest: Omit<Dialect, 'name'> = { keywords: new Set([...shape, ...limits, 'minLength', 'maxLength', 'default']), formats: noFormats, takesAnyEnum: true, takesDefinitions: false };

/** What servers with a grammar of their own commonly take: several refuse patterns, formats and references. */
export const compatible: Dialect = { name: 'compatible', ...modest };

/** The editor passes the schema on to whichever vendor the person chose. */
export const editor: Dialect = { name: 'editor', ...modest };

/** The keywords that the SDK's typings name for JSON Schema (`responseJsonSchema`). References must not be cyclic there: they are inlined. */
export const gemini: Dialect = {
  name: 'gemini',
  keywords: new Set([...shape, ...limits, 'prefixItems', 'format']),
  formats: new Set(['date-time', 'date', 'time']),
  takesAnyEnum: false,
  takesDefinitions: false,
};
