import type { IconName } from '../icons/paths.ts';
import type { EmptyReason, ToHost } from '../protocol.ts';

export interface EmptyLook {
  readonly icon: IconName;
  readonly title: string;
  readonly action: { readonly label: string; readonly message: ToHost } | null;
}

export const emptyLooks: Record<EmptyReason, EmptyLook> = {
  'no-folder': { icon: 'folder', title: 'No folder is open', action: { label: 'Open Folder', message: { type: 'empty-action', reason: 'no-folder' } } },
  untrusted: { icon: 'lock', title: 'This workspace is not trusted', action: { label: 'Manage Workspace Trust', message: { type: 'empty-action', reason: 'untrusted' } } },
  'no-project': { icon: 'pipeline', title: 'No project yet', action: { label: 'New Project', message: { type: 'new-project' } } },
  'no-run': { icon: 'play', title: 'Nothing has run yet', action: { label: 'Start Run', message: { type: 'command', command: 'start' } } },
  'read-only': { icon: 'lock', title: 'Another window owns this workspace', action: { label: 'Check Again', message: { type: 'empty-action', reason: 'read-only' } } },
  'store-problem': { icon: 'warning', title: 'The store cannot be opened', action: { label: 'Show Details', message: { type: 'empty-action', reason: 'store-problem' } } },
};
