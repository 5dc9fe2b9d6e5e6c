import { join } from 'node:path';
import * as vscode from 'vscode';
import { ok, type Result } from '../../engine/base/result.ts';
import type { PhaseId, RunId } from '../../engine/model/ids.ts';
import type { SnapshotChange } from '../../engine/ports/snapshots.ts';
import { withEngine } from '../commands/commandScope.ts';
import { choosePhase, runOf, targetOf } from '../commands/target.ts';
import type { Composition } from '../compose.ts';
import { checkpointFileUri, nothingUri } from '../editors/documentUris.ts';
import { type PhaseSpan, type SavedFiles, spanOf } from './phaseChanges.ts';

/** What a phase changed in the workspace's files, each before and after it, in the editor's own diff. */
export const showPhaseChanges = withEngine(async (composition, args) => {
  const meant = await phaseMeant(composition, args);
  const state = meant && (await composition.runs.state(meant.run));
  if (!meant || !state) return;
  const name = state.template.phases.find(({ id }) => id === meant.phase)?.name ?? meant.phase;
  const span = spanOf(state, meant.phase);
  if (!span.before) return void vscode.window.showInformationMessage(vscode.l10n.t('What the files were before {0} is not kept: files are saved at the end of each phase, and the last 10 such points stay. Source control knows older ones.', name));
  const changes = await changesOf(composition, span.before, span.after);
  if (!changes.ok) return void vscode.window.showWarningMessage(changes.error);
  if (changes.value.length === 0) return void vscode.window.showInformationMessage(vscode.l10n.t('{0} changed no file.', name));
  await show(changes.value.map((change) => toSides(composition, change, { ...span, run: meant.run })), name);
});

interface MeantPhase {
  readonly run: RunId;
  readonly phase: PhaseId;
}

async function phaseMeant(composition: Composition, args: readonly unknown[]): Promise<MeantPhase | undefined> {
  const target = targetOf(args);
  if (target && 'phase' in target) return target;
  if (target?.type === 'artifact') {
    const artifact = await composition.runs.artifact(target.artifact);
    return artifact && { run: artifact.runId, phase: artifact.phase };
  }
  const view = await runOf(composition, args);
  const phase = view && (await choosePhase(view.phases.filter(({ isWriter, attempts }) => isWriter && attempts > 0), vscode.l10n.t('No phase of this run that may change files has begun.')));
  return view && phase && { run: view.run.id, phase: phase.id };
}

async function changesOf({ snapshots }: Composition, before: SavedFiles, after: SavedFiles | null): Promise<Result<readonly SnapshotChange[], string>> {
  if (after) return snapshots.between(before.snapshot, after.snapshot);
  const back = await snapshots.preview(before.snapshot);
  return back.ok ? ok(back.value.changes.map(({ path, kind }) => ({ path, kind: forward[kind] }))) : back;
}

/** A preview says what going back would do. */
const forward = { added: 'deleted', deleted: 'added', changed: 'changed' } as const;

interface Sides {
  readonly path: string;
  readonly file: vscode.Uri;
  readonly before: vscode.Uri | undefined;
  readonly after: vscode.Uri | undefined;
}

function toSides({ workspace }: Composition, { path, kind }: SnapshotChange, { run, before, after }: PhaseSpan & { readonly run: RunId }): Sides {
  const file = vscode.Uri.file(join(workspace, path));
  return {
    path,
    file,
    before: kind === 'added' || !before ? undefined : checkpointFileUri({ run, checkpoint: before.checkpoint, path }),
    after: kind === 'deleted' ? undefined : after ? checkpointFileUri({ run, checkpoint: after.checkpoint, path }) : file,
  };
}

async function show(sides: readonly Sides[], name: string): Promise<void> {
  const [only, ...others] = sides;
  if (only && others.length === 0) {
    await vscode.commands.executeCommand('vscode.diff', only.before ?? nothingUri(only.path), only.after ?? nothingUri(only.path), vscode.l10n.t('{0} (before ↔ after {1})', only.path, name), { preview: true });
  } else {
    await vscode.commands.executeCommand('vscode.changes', vscode.l10n.t('Changes of {0}', name), sides.map(({ file, before, after }) => [file, before, after]));
  }
}
