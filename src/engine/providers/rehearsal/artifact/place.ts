import type { Json, JsonSchema } from '../../../model/json.ts';

/** What fills a schema with sense. Everything it says is a proposal: the schema decides. */
export interface Writer {
  /** Texts for a place, best first. */
  texts(place: Place): readonly string[];
  /** The members of an enumeration, best first. */
  rank(members: readonly Json[], place: Place): readonly Json[];
  /** Whether to fill an optional property for which there is no draft. */
  wants(place: Place): boolean;
  /** How many entries a list without a draft gets, if the schema lets it. */
  length(place: Place): number;
}

/** One position in the value that is being made. */
export interface Place {
  readonly schema: Json | undefined;
  readonly root: JsonSchema;
  /** Property names and indexes from the top. */
  readonly path: readonly (string | number)[];
  /** What should stand here, as far as it fits. */
  readonly draft: Json | undefined;
  /** Zero for the first try; later tries choose differently. */
  readonly variant: number;
  readonly seed: number;
  readonly writer: Writer;
  /** Counts down over the whole value, so that a schema that nothing satisfies ends too. */
  readonly effort: { left: number };
  /** Makes the value of an inner place. */
  readonly make: (place: Place) => Json;
}
