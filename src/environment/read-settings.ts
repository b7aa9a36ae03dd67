import type { InferOutput } from 'valibot';
import { checkAgainst, nearestName, UserError } from '../report/index.ts';
import type { Json } from '../values/index.ts';
import { type CheckedDocument, checkDocument } from './check-document.ts';
import type { Part } from './environment.ts';
import { type ReadFile, unreadable } from './read-file.ts';
import { missingPart } from './require-parts.ts';
import { clusterSettings, draftChainFacts } from './room-schemas.ts';
import { settingsSchema } from './settings-schema.ts';
import { relativePathSchema } from './text-schemas.ts';
import { readYaml } from './yaml-document.ts';

type Settings = CheckedDocument<InferOutput<typeof settingsSchema>>;

const relativePath = relativePathSchema('');

/** keep-deploy.yml. */
export async function readSettings(readFile: ReadFile, file: string): Promise<Settings> {
  try {
    return checkDocument(readYaml(file, await readFile(file)), settingsSchema);
  } catch (error) {
    throw new UserError([{ file, message: unreadable(error) }], { cause: error });
  }
}

/** What the checks of other files need of the environment, as far as it is right. */
export function settingsNamed({ raw, source }: CheckedDocument<unknown>, name: string, needs: readonly Part[]) {
  const environments = membersOf(membersOf(raw)?.['environments']);
  const mine = environments && Object.hasOwn(environments, name) ? membersOf(environments[name]) : undefined;
  const known = Object.keys(environments ?? {});
  const isUnknown = source.isCertain(['environments']) && known.length > 0 && !known.includes(name);
  const message = `there is no environment called "${name}"${suggestion(name, known)}; there are: ${known.join(', ')}`;
  const isWhole = mine !== undefined && source.isCertain(['environments', name]);
  const place = source.locate(['environments', name]);
  const missing = needs.filter((part) => isWhole && mine[part] === undefined);
  const pathAt = (key: 'contracts' | 'clients') =>
    source.isCertain(['environments', name, key]) ? checkAgainst(relativePath, mine?.[key]).value : undefined;
  return {
    findings: [
      ...(isUnknown ? [{ ...source.locate(['environments']), message }] : []),
      ...missing.map((part) => ({ ...place, message: missingPart(part) })),
    ],
    lacksContracts: isWhole && mine['contracts'] === undefined,
    contracts: pathAt('contracts'),
    clients: pathAt('clients'),
    namespace: checkAgainst(clusterSettings, mine?.['cluster']).value?.namespace,
    chain: draftChainFacts(source.isCertain(['environments', name, 'chain']) ? mine?.['chain'] : undefined),
  };
}

function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
}

export function membersOf(value: Json | undefined): { readonly [key: string]: Json | undefined } | undefined {
  const isMap = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isMap ? (value as { readonly [key: string]: Json | undefined }) : undefined;
}
