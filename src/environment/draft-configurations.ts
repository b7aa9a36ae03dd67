import { referencesIn, resolveTemplates, unknownContract } from '../configuration/index.ts';
import type { Finding } from '../report/index.ts';
import { type Address, type Json, parseAddress } from '../values/index.ts';
import { toFindings } from './check-document.ts';
import type { ClientSet } from './environment.ts';
import type { SourceFile } from './yaml-document.ts';

/** Stands for every contract's address before there is one. */
const someAddress = parseAddress(`0x${'1'.repeat(40)}`);

/** Stands for the environment's namespace: no host of the user's is in it. */
const draftNamespace = 'draft';

export interface DraftedConfigurations {
  readonly findings: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** The clients that others look for by the Service of their name. */
  readonly dialled: readonly string[];
}

/**
 * Resolves every client's configuration with made-up addresses: a template that can't work is found before any transaction
 * is sent for it.
 */
export function draftConfigurations(
  source: SourceFile,
  { configuration, roles, clients, keyfilePath }: ClientSet,
  contractNames: readonly string[],
): DraftedConfigurations {
  const contracts: { readonly [name: string]: Address } = Object.fromEntries(
    contractNames.map((name) => [name, someAddress]),
  );
  const { schema, template } = configuration;
  const { problems, warnings, recipes } = resolveTemplates({
    schema,
    template,
    roles,
    clients,
    namespace: draftNamespace,
    keyfilePath,
    contracts,
  });
  const names = clients.map(({ name }) => name);
  // A thousand clients dial the same few.
  const peers = [...new Set((recipes ?? []).flatMap(({ tree }) => tree.LibP2P.Peers))];
  return {
    findings: toFindings(source, problems ?? []),
    warnings: toFindings(source, warnings ?? []),
    dialled: names.filter((name) => peers.some((peer) => peer.includes(`/${name}.${draftNamespace}.svc.`))),
  };
}

/** The contracts that a clients file names. */
export function contractsNamed(raw: Json | undefined): readonly string[] {
  return referencesIn(raw).flatMap(({ reference }) => (reference.kind === 'contract' ? [reference.name] : []));
}

/** The contracts that a clients file names and the set doesn't have, for a file that can't be resolved. */
export function unknownContracts(
  source: SourceFile,
  raw: Json | undefined,
  contractNames: readonly string[],
): readonly Finding[] {
  return referencesIn(raw)
    .filter(({ path }) => source.isCertain(path))
    .flatMap(({ path, reference }) =>
      reference.kind === 'contract' && !contractNames.includes(reference.name)
        ? [{ ...source.locate(path), message: unknownContract(reference.name, contractNames) }]
        : [],
    );
}
