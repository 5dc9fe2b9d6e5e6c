import type { PhaseId } from '../model/ids.ts';
import type { LossesToModels } from '../model/schemaLoss.ts';
import { modelOf, type WorkflowTemplate } from '../model/template.ts';
import type { OutputSchemas } from '../ports/outputSchemas.ts';
import { routesOf, type RoutePorts } from './modelRoutes.ts';
import { lossesAt } from './schemaLowering/lossesAt.ts';

/** What one phase's models are told in words only of its artifact's schema. */
export interface PhaseLosses extends LossesToModels {
  readonly phase: PhaseId;
  /** The phase's place in the template. */
  readonly index: number;
}

export interface TemplateLossesPorts extends RoutePorts {
  readonly schemas: OutputSchemas;
  /** In place of every model that the template names. */
  readonly model?: string | undefined;
}

/** Of every phase, for the models that its work may go to as things are set up now; those that are told the same together. */
export async function templateLosses(template: WorkflowTemplate, ports: TemplateLossesPorts): Promise<readonly PhaseLosses[]> {
  const found = await Promise.all(template.phases.map(async (phase, index): Promise<readonly PhaseLosses[]> => {
    const contract = await ports.schemas.compile(phase.output);
    if (!contract.ok) return [];
    const { type, schema } = contract.value;
    const models = await routesOf(ports.model ?? modelOf(template, phase), ports);
    return together(models.map((model) => ({ phase: phase.id, index, models: [model], type, losses: lossesAt(model, schema) })));
  }));
  return found.flat().filter(({ losses }) => losses.length > 0);
}

function together(all: readonly PhaseLosses[]): readonly PhaseLosses[] {
  const byLosses = new Map<string, PhaseLosses>();
  for (const one of all) {
    const key = JSON.stringify(one.losses);
    const same = byLosses.get(key);
    byLosses.set(key, same ? { ...same, models: [...same.models, ...one.models] } : one);
  }
  return [...byLosses.values()];
}
