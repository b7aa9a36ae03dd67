import type { Finding } from '../report/index.ts';
import { isSecretReference, type SecretReference } from '../values/index.ts';
import type { CheckedDocument } from './check-document.ts';
import { secretReferences } from './literal-secrets.ts';
import { membersOf } from './read-settings.ts';
import { notSet } from './resolve-secrets.ts';
import type { SourceFile } from './yaml-document.ts';

/** What a step reads of its environment, looked for together with the mistakes of the files. */
export interface ReadVariables {
  readonly isSet: (reference: SecretReference) => boolean;
  /** Whether the clients' configurations are made: then each variable that the clients file names is read too. */
  readonly ofClients: boolean;
  /** What is wrong with the key of secret configurations, where they are made. */
  readonly keyProblem?: string | undefined;
}

/** Every place of a variable that is read and not set, and what is wrong with the key where a configuration is secret. */
export function unsetVariables(
  sources: readonly SourceFile[],
  { raw }: CheckedDocument<unknown>,
  clients: SourceFile,
  name: string,
  { isSet, ofClients, keyProblem }: ReadVariables,
): readonly Finding[] {
  const mine = membersOf(membersOf(membersOf(raw)?.['environments'])?.[name]);
  const rpc = [membersOf(mine?.['chain'])?.['rpc']].flat();
  const nodes = rpc.filter((text): text is SecretReference => typeof text === 'string' && isSecretReference(text));
  const named = ofClients ? secretReferences(clients).map(({ reference }) => reference) : [];
  const unset = new Set([...nodes, ...named].filter((reference) => !isSet(reference)));
  const places = sources
    .flatMap(secretReferences)
    .filter(({ reference }) => unset.has(reference))
    .map(({ reference, place }) => ({ ...place, message: notSet(reference) }));
  return named.length === 0 || keyProblem === undefined ? places : [...places, { message: keyProblem }];
}
