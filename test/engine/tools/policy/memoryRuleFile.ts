import type { RuleFile } from '../../../../src/engine/ports/ruleFile.ts';

export interface MemoryRuleFile extends RuleFile {
  text: string | null;
}

export function memoryRuleFile(name: string, text: string | null = null): MemoryRuleFile {
  const file: MemoryRuleFile = {
    name, text,
    read: async () => file.text,
    async write(written) {
      file.text = written;
    },
  };
  return file;
}
