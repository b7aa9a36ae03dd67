import * as v from 'valibot';
import type { WrittenObject } from '../cluster/index.ts';
import { RemoteError } from '../report/index.ts';
import {
  type Address,
  canonicalJson,
  type Digest,
  digestOf,
  type Json,
  parseAddress,
  parseDigest,
} from '../values/index.ts';

const digest = v.pipe(
  v.string(),
  v.regex(/^sha256:[0-9a-f]{64}$/),
  v.transform((text): Digest => parseDigest(text)),
);
const address = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-fA-F]{40}$/),
  v.transform((text): Address => parseAddress(text)),
);
const tree = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((value) => value as WrittenObject['object']),
);

const clientSchema = v.strictObject({
  name: v.string(),
  role: v.string(),
  address,
  peerId: v.string(),
  image: v.string(),
  /** Where the keyfile stands in the repository, and a keyed digest of it: its text is never stored. */
  keyfile: v.strictObject({ file: v.string(), digest }),
  password: v.strictObject({ secret: v.string(), key: v.string() }),
});

const objectSchema = v.strictObject({
  /** As it was written; a Secret without what it holds. */
  object: tree,
  /** Where in the repository the rest of a Secret stands, and a keyed digest of it. */
  withheld: v.optional(v.strictObject({ file: v.string(), digest })),
});

const clientManifestSchema = v.strictObject({
  name: v.optional(v.string()),
  workload: objectSchema,
  beside: v.array(objectSchema),
});

const manifestSchema = v.strictObject({
  container: v.string(),
  template: v.optional(clientManifestSchema),
  own: v.record(v.string(), clientManifestSchema),
  shared: v.array(objectSchema),
});

const common = {
  environment: v.string(),
  namespace: v.string(),
  contracts: digest,
  configurations: digest,
  /** In the order of waves. */
  roles: v.array(v.string()),
  configurationPath: v.string(),
  keyfilePath: v.string(),
  passwordVariable: v.string(),
  clients: v.array(clientSchema),
};

const releaseSchema = v.strictObject({
  version: v.literal(2),
  ...common,
  /** Those of the roles whose clients decide by majority. */
  voters: v.array(v.string()),
  manifest: manifestSchema,
  /** Images that were written by tag, and what they stood for. */
  images: v.record(v.string(), v.string()),
});

/** One StatefulSet and one Service for every client, whatever they were called. */
const firstReleaseSchema = v.strictObject({
  version: v.literal(1),
  ...common,
  manifest: v.strictObject({ statefulSet: tree, service: tree, container: v.string() }),
});

/** Everything that is needed to roll a release again, and nothing secret. Commit and run stand beside it. */
export type ReleaseRecord = v.InferOutput<typeof releaseSchema> & {
  /** As it is stored, where that was by an earlier version of keep-deploy: its digest is over this. */
  readonly document?: Json;
};
export type ReleaseClient = v.InferOutput<typeof clientSchema>;
export type StoredManifest = v.InferOutput<typeof manifestSchema>;
export type StoredClientManifest = v.InferOutput<typeof clientManifestSchema>;
export type StoredObject = v.InferOutput<typeof objectSchema>;

export function releaseDocument(release: ReleaseRecord): Json {
  return release.document ?? (release as unknown as Json);
}

export function releaseDigest(release: ReleaseRecord): Digest {
  return digestOf(canonicalJson(releaseDocument(release)));
}

/** Reads a stored release. @throws RemoteError when it is none, or one of another version. */
export function parseRelease(text: string): ReleaseRecord {
  const document = JSON.parse(text) as Json;
  const first = v.safeParse(firstReleaseSchema, document);
  if (first.success) return fromFirstVersion(first.output, document);
  const parsed = v.safeParse(releaseSchema, document);
  if (parsed.success) return parsed.output;
  const reasons = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
  throw new RemoteError(`the stored release can't be used by this version of keep-deploy: ${reasons.join('; ')}`);
}

/** Names in the two objects meant nothing then: each client's bore its own. */
function fromFirstVersion(release: v.InferOutput<typeof firstReleaseSchema>, document: Json): ReleaseRecord {
  const { statefulSet, service, container } = release.manifest;
  const workload = { ...statefulSet, spec: without(statefulSet['spec'], 'serviceName') };
  const beside = { ...service, spec: without(service['spec'], 'publishNotReadyAddresses') };
  const template = { workload: { object: workload }, beside: [{ object: beside }] };
  return {
    ...release,
    version: 2,
    voters: [],
    images: {},
    manifest: { container, template, own: {}, shared: [] },
    document,
  };
}

function without(value: Json | undefined, key: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
