import * as vscode from 'vscode';
import type { Permission } from '../../engine/ports/tool.ts';
import { permissionFor } from '../../engine/tools/policy/permissionFor.ts';
import { readSettings } from '../settings.ts';

/**
 * Decides by the setting as it is at that moment. Somebody is here to ask: with `edits`, what would be refused unattended
 * is asked. In an untrusted workspace nothing runs.
 */
export function settingsPermission(): Permission {
  return {
    decide(tool, intent) {
      if (!vscode.workspace.isTrusted) return { type: 'deny', reason: 'The workspace is not trusted.' };
      const { approval } = readSettings();
      const decision = permissionFor(approval).decide(tool, intent);
      return approval === 'edits' && decision.type === 'deny' ? permissionFor('ask').decide(tool, intent) : decision;
    },
  };
}
