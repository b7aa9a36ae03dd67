import type { PeerId, PublicKey } from '../accounts/index.ts';
import type { ConfigurationSchema } from '../configuration/index.ts';
import type { Finding, Problem } from '../report/index.ts';
import type { Address, Json, SecretReference } from '../values/index.ts';
import type { ChainSettings, ClusterSettings, ContractSet, Manifest, PreparedSet } from './room-schemas.ts';
import type { Path, Place } from './yaml-document.ts';

/** One client, as the clients file describes it, with what follows from its account. */
export interface Client {
  readonly name: string;
  readonly role: string;
  /** Its text is still encrypted; it belongs into a Secret all the same. */
  readonly keyfile: { readonly file: string; readonly text: string };
  readonly publicKey: PublicKey;
  readonly address: Address;
  readonly peerId: PeerId;
  /** Where the cluster keeps the keyfile's password. */
  readonly password: { readonly secret: string; readonly key: string };
  /** Merged over the template. */
  readonly configuration: Json;
}

/** The clients file, checked. */
export interface ClientSet {
  readonly file: string;
  /** What their manifests say; absent where no namespace is given for them. */
  readonly manifest: Manifest | undefined;
  readonly container: string;
  /** By digest or by tag; the step's input goes before it. */
  readonly image: string | undefined;
  readonly configuration: { readonly schema: ConfigurationSchema; readonly path: string; readonly template: Json };
  readonly keyfilePath: string;
  readonly passwordVariable: string;
  /** In the order of waves. */
  readonly roles: readonly string[];
  /** Those of the roles whose clients decide by majority. */
  readonly voters: readonly string[];
  /** In the order of the file. */
  readonly clients: readonly Client[];
}

/** The files an environment is described in. */
export type DocumentName = 'settings' | 'contracts' | 'clients';

/** What an environment may have; each step says what it needs of it. */
export interface EnvironmentParts {
  readonly chain: ChainSettings;
  readonly cluster: ClusterSettings;
  readonly contracts: {
    readonly file: string;
    readonly folder: string;
    readonly set: ContractSet;
    /** With its artifacts, when the step asked for them. */
    readonly prepared: PreparedSet | undefined;
  };
  readonly clients: ClientSet;
}

export type Part = keyof EnvironmentParts;

/**
 * One environment of keep-deploy.yml with the files it names: everything checked, nothing secret in it. It has the parts
 * `P`, and may have the others.
 */
export type Environment<P extends Part = Part> = DescribedEnvironment & {
  readonly [K in Part]: EnvironmentParts[K] | (K extends P ? never : undefined);
};

interface DescribedEnvironment {
  readonly name: string;
  /** keep-deploy.yml as it was given. */
  readonly file: string;
  /** The folder of keep-deploy.yml; a `file:` store is relative to it. */
  readonly folder: string;
  /** `gs://…` or `file:…`. */
  readonly store: string;
  /** What can be meant as it is, but probably isn't. */
  readonly warnings: readonly Finding[];
  /** The place of a value: a path from the root of one of the files. */
  locate(document: DocumentName, path: Path): Place;
  /** What another room found in one of the files, with file, line and column; only what it is when there is no such file. */
  findings(document: DocumentName, problems: readonly Problem[]): readonly Finding[];
  /** Every `$NAME` of the files, once. */
  readonly secretReferences: readonly SecretReference[];
  /** Every place in the files where a `$NAME` stands. */
  placesOf(reference: SecretReference): readonly Place[];
}
