import { environmentSecrets } from '../../engine/node/environmentSecrets.ts';
import { languageModels } from '../../engine/providers/catalog.ts';
import { diagnose, type Diagnosis, troubleOf } from '../../engine/providers/diagnosis.ts';
import { splitReference } from '../../engine/providers/modelReference.ts';
import { type ProviderOverview, providerOverviews } from '../../engine/providers/providerOverview.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import { stderrLog } from '../log.ts';
import { modelSettings } from '../modelSettings.ts';
import type { Options } from '../options.ts';
import { print } from './inspect.ts';

/** `phasegate providers list | test [PROVIDER[/MODEL]]…`. */
export function providersCommand(options: Options): Promise<ExitCode> {
  const [, action] = options.words;
  if (action === 'list') return list(options);
  if (action === 'test') return test(options);
  throw badUsage('Say what to do: phasegate providers list, or phasegate providers test [PROVIDER[/MODEL]]…');
}

async function list(options: Options): Promise<ExitCode> {
  for (const row of await overviews(options)) print(options, { ...row }, () => `${row.provider.padEnd(18)} ${keyState(row).padEnd(46)} ${row.baseUrl ?? ''}`);
  return exitCodes.completed;
}

function overviews(options: Options): Promise<readonly ProviderOverview[]> {
  return providerOverviews(environmentSecrets(process.env), modelSettings(options));
}

function keyState({ hasKey, keyVariable }: ProviderOverview): string {
  if (hasKey === null) return 'needs no key';
  return hasKey ? 'key set' : `no key (${keyVariable ?? ''})`;
}

/** Tests what is named, else every provider that has a key; one short, billed request each. */
async function test(options: Options): Promise<ExitCode> {
  const references = await referencesOf(options);
  if (references.length === 0) throw badUsage('No provider has a key. Set one, for example ANTHROPIC_API_KEY, or name what to test: phasegate providers test PROVIDER[/MODEL]');
  const diagnoses: Diagnosis[] = [];
  for (const reference of references) {
    const diagnosis = await testOne(reference, options);
    diagnoses.push(diagnosis);
    print(options, toRow(reference, diagnosis), () => `${reference}: ${toText(diagnosis)}`);
  }
  return diagnoses.every(({ ok }) => ok) ? exitCodes.completed : exitCodes.failed;
}

async function referencesOf(options: Options): Promise<readonly string[]> {
  const named = [...options.words.slice(2), ...(options.model === null ? [] : [options.model])];
  if (named.length > 0) return named;
  return (await overviews(options)).filter(({ hasKey, models }) => hasKey === true && models !== null).map(({ provider }) => provider);
}

async function testOne(reference: string, options: Options): Promise<Diagnosis> {
  const settings = modelSettings({ ...options, model: splitReference(reference)[0] });
  const model = await languageModels({ secrets: environmentSecrets(process.env), settings, log: stderrLog(options) }).resolve(reference);
  if (model.ok) return diagnose(model.value, new AbortController().signal);
  const { kind } = model.error;
  return kind === 'bad-input' ? { ok: false, trouble: 'address', failure: model.error } : troubleOf(model.error);
}

function toRow(reference: string, diagnosis: Diagnosis): Readonly<Record<string, unknown>> {
  const [provider] = splitReference(reference);
  if (diagnosis.ok) return { provider, model: diagnosis.model, ok: true, problem: null, callsTools: diagnosis.callsTools, durationMs: diagnosis.durationMs };
  const { trouble, failure } = diagnosis;
  return { provider, model: reference, ok: false, problem: trouble, message: failure.message, failure };
}

function toText(diagnosis: Diagnosis): string {
  if (!diagnosis.ok) return `${diagnosis.trouble}: ${diagnosis.failure.message}`;
  const tools = diagnosis.callsTools ? '' : ' But it did not call the tool it was asked to: phases may fail for want of an artifact.';
  return `works (${diagnosis.model}, ${diagnosis.durationMs} ms).${tools}`;
}
