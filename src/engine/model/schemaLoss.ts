/** A rule of a schema that a vendor's own schemas cannot express: its model reads it in words, and the answer is checked for it nevertheless. */
export interface SchemaLoss {
  /** JSON pointer of the schema that has the keyword. */
  readonly pointer: string;
  readonly keyword: string;
  /** The rule as the model reads it. */
  readonly meaning: string;
}

/** What is lost on the way to models that are told the same. */
export interface LossesToModels {
  /** `provider/model`. */
  readonly models: readonly string[];
  /** The type of the artifact whose schema it is. */
  readonly type: string;
  readonly losses: readonly SchemaLoss[];
}

const shownLosses = 3;
const longestMeaning = 120;

/** One sentence for a person. */
export function lossesText({ models, type, losses }: LossesToModels): string {
  const shown = losses.slice(0, shownLosses).map(({ pointer, meaning }) => `${pointer || '/'} (${meaning.length > longestMeaning ? `${meaning.slice(0, longestMeaning)}…` : meaning})`);
  const more = losses.length > shownLosses ? [`${losses.length - shownLosses} more`] : [];
  const rules = losses.length === 1 ? '1 rule' : `${losses.length} rules`;
  return `${models.join(' and ')}: ${rules} of the schema of "${type}" can be told in words only; the answer is checked for all of them: ${[...shown, ...more].join(', ')}.`;
}
