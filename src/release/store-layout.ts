import { putContent, readContent, type Store } from '../store/index.ts';
import { canonicalJson, type Digest, digestOf, type Json, type RunIdentity } from '../values/index.ts';

/** What the store holds by content, each kind in a folder of its own. */
export type Kind = 'contract-records' | 'configurations' | 'releases';

/** The small objects that move: each names one thing that is stored by content. */
export const pointerName = (environment: string, pointer: 'contracts' | 'latest' | 'last-good'): string =>
  `environments/${environment}/${pointer}.json`;

/** Where the identity of an environment's cluster is kept from the first release on. */
export const clusterPinName = (environment: string): string => `environments/${environment}/cluster.json`;

/** One sequence of journal entries per chain and deployer, because the nonce is what runs share. */
export const journalFolder = (chain: { readonly id: number; readonly genesisHash: string }, deployer: string): string =>
  `journals/${chain.id}-${chain.genesisHash.slice(2)}/${deployer.toLowerCase()}`;

/** Beside the entries, and taken by who appends to them. */
export const lockName = (chain: Parameters<typeof journalFolder>[0], deployer: string): string =>
  lockIn(journalFolder(chain, deployer));

export const lockIn = (folder: string): string => `${folder}/lock.json`;

const nameOf = (kind: Kind, digest: Digest): string => `${kind}/${digest.slice('sha256:'.length)}`;

/** True when the store has exactly this document. */
export async function isPublished(store: Store, kind: Kind, document: Json): Promise<boolean> {
  return (await store.read(`${nameOf(kind, digestOf(canonicalJson(document)))}.json`)) !== undefined;
}

/** Where a document came from first: stands beside it and outside its digest. */
export interface Origin {
  readonly run: RunIdentity;
  /** Of the plan that led to it. */
  readonly plan?: Digest | undefined;
}

/**
 * Stores a document under its digest; one that is there already stays, and so does its origin. A run killed between the
 * two leaves one of them, and the next one adds the other.
 */
export async function publish(store: Store, kind: Kind, document: Json, { run, plan }: Origin): Promise<Digest> {
  const text = canonicalJson(document);
  const digest = digestOf(text);
  const origin = canonicalJson({ commit: run.commit, run: run.id, url: run.url, ...(plan && { plan }) });
  await Promise.all([
    store.create(`${nameOf(kind, digest)}.origin.json`, new TextEncoder().encode(origin)),
    putContent(store, kind, new TextEncoder().encode(text)),
  ]);
  return digest;
}

/** The document behind a digest, as text. @throws UserError when the store has none, or its bytes are not the digest's. */
export async function fetchDocument(store: Store, kind: Kind, digest: Digest): Promise<string> {
  return new TextDecoder().decode(await readContent(store, kind, digest));
}
