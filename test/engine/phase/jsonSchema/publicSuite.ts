import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Json } from '../../../../src/engine/model/json.ts';
import { compileSchema } from '../../../../src/engine/phase/jsonSchema/schemaValidator.ts';

// node test/engine/phase/jsonSchema/publicSuite.ts FOLDER REVISION
// Runs the required tests of a copy of json-schema-org/JSON-Schema-Test-Suite and writes publicSuite.md beside this file.

/** Taken as it is: a copy would lose properties named `__proto__`. */
const untouched = z.custom<Json>((value) => value !== undefined);
const groups = z.array(z.object({ description: z.string(), schema: untouched, tests: z.array(z.object({ description: z.string(), data: untouched, valid: z.boolean() })) }));

interface Row {
  readonly file: string;
  readonly total: number;
  readonly agreed: number;
  readonly remote: number;
  readonly wronglyAccepted: readonly string[];
  readonly wronglyRefused: readonly string[];
}

function runFile(folder: string, file: string): Row {
  const cases = groups.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))).flatMap(({ description, schema, tests }) => {
    const compiled = compileSchema(schema);
    return tests.map((test) => ({ name: `${description}: ${test.description}`, isRemote: needsRemote(schema, compiled), expected: test.valid, found: compiled.ok && compiled.value(test.data).length === 0 }));
  });
  const local = cases.filter(({ isRemote }) => !isRemote);
  return {
    file,
    total: local.length,
    agreed: local.filter(({ expected, found }) => expected === found).length,
    remote: cases.length - local.length,
    wronglyAccepted: local.filter(({ expected, found }) => !expected && found).map(({ name }) => name),
    wronglyRefused: local.filter(({ expected, found }) => expected && !found).map(({ name }) => name),
  };
}

/** The suite's remote documents live at this address; a schema that cannot be used for want of them is none of ours. */
function needsRemote(schema: Json, compiled: ReturnType<typeof compileSchema>): boolean {
  return !compiled.ok && JSON.stringify(schema).includes('http://localhost:1234/') && /nothing is fetched|only JSON Schema 2020-12/.test(compiled.error);
}

function toTable(rows: readonly Row[], revision: string): string {
  const sum = (pick: (row: Row) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join('; '));
  return [
    '# The public JSON Schema test suite', '',
    `Draft 2020-12, required tests, revision ${revision} of json-schema-org/JSON-Schema-Test-Suite. Tests that need documents from`,
    'elsewhere are counted apart: nothing is ever fetched, so such a schema is refused when it is compiled. Written by `publicSuite.ts`.', '',
    `Agreed: ${sum(({ agreed }) => agreed)} of ${sum(({ total }) => total)}. Wrongly accepted: ${list(rows.flatMap((row) => row.wronglyAccepted))}. Wrongly refused: ${list(rows.flatMap((row) => row.wronglyRefused))}. Needing remote documents: ${sum(({ remote }) => remote)}.`, '',
    '| file | agreed | of | remote |', '|---|---|---|---|',
    ...rows.map(({ file, agreed, total, remote }) => `| ${file} | ${agreed} | ${total} | ${remote} |`), '',
  ].join('\n');
}

const [, , copy = '', revision = 'unknown'] = process.argv;
const folder = path.join(copy, 'tests/draft2020-12');
const rows = readdirSync(folder).filter((file) => file.endsWith('.json')).toSorted().map((file) => runFile(folder, file));
writeFileSync(path.join(import.meta.dirname, 'publicSuite.md'), toTable(rows, revision));
if (rows.some(({ wronglyAccepted, wronglyRefused }) => wronglyAccepted.length + wronglyRefused.length > 0)) process.exitCode = 1;
