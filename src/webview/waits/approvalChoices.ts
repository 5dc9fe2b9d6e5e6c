import type { Question } from '../../engine/model/wait.ts';

export interface ApprovalChoice {
  readonly label: string;
  readonly answer: string;
  readonly isPrimary: boolean;
}

const plainChoices: readonly ApprovalChoice[] = [
  { label: 'Allow', answer: 'allow', isPrimary: true },
  { label: 'Deny', answer: 'deny', isPrimary: false },
];

/** The engine's own options as it words them; allow and deny where it gives none. */
export function approvalChoices({ options }: Pick<Question, 'options'>): readonly ApprovalChoice[] {
  if (options.length === 0) return plainChoices;
  return options.map((option, index) => ({ label: option.charAt(0).toUpperCase() + option.slice(1), answer: option, isPrimary: index === 0 }));
}
